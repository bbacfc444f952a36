import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react"
import { useSecondsUntil } from "./countdown.js"
import type { ProblemLike } from "./problem.js"
import { ProblemNote, type ProblemNoteProps } from "./ProblemNote.js"

/** Why the browser does not take what is in a field. */
export type Refusal = "missing" | "mistyped"

interface FormState {
  readonly problem: ProblemLike | null
  /** Why the browser does not take a field, by the field's name. */
  readonly refused: Readonly<Record<string, Refusal>>
  /** What was tried last; "submit" for the form itself. */
  readonly tried: string
  /** The last try is under way. */
  readonly pending: boolean
  /** Seconds until what was tried last makes sense again; 0 for now. */
  readonly wait: number
  /**
   * Tries something, unless a try is under way or has to wait. What was refused for now keeps nobody from trying
   * another thing: where no more codes are sent, the last one can still be typed in.
   *
   * @param action names it, for `tried`.
   * @param needs the names of the fields that must be in order; undefined for all.
   */
  readonly attempt: (action: string, needs: ReadonlyArray<string> | undefined, run: () => void) => void
}

const FormContext = createContext<FormState | null>(null)

/**
 * The state of the form around.
 *
 * @throws Error outside of a Form.
 */
export function useForm(): FormState {
  const state = useContext(FormContext)
  if (state === null) throw new Error("useForm: there is no Form above; fields and their buttons belong into one")
  return state
}

export interface FormProps {
  readonly onSubmit: () => void
  /** The answer to the last try, where it was a problem. */
  readonly problem?: ProblemLike | null
  /** What broke in the last try. */
  readonly fault?: Error | null
  readonly pending?: boolean
  /** When what was tried last makes sense again. */
  readonly waitUntil?: Date | null
  /** What is told of a problem in other words than the catalogue's. */
  readonly texts?: ProblemNoteProps["texts"]
  /** The form's name for screen readers, where a page has several. */
  readonly label?: string
  readonly children: ReactNode
}

/**
 * A form that says what is wrong in the app's words rather than the browser's: above itself as an alert, and at the field.
 * After a try that failed the focus is in the first field that is wrong, or stays where it was.
 */
export function Form({ onSubmit, problem = null, fault = null, pending = false, waitUntil = null, texts, label, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [refused, setRefused] = useState<FormState["refused"]>({})
  const [tried, setTried] = useState(submitting)
  const wait = useSecondsUntil(waitUntil)

  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
  }, [problem, refused])

  const state = useMemo<FormState>(
    () => ({
      problem,
      refused,
      tried,
      pending,
      wait,
      attempt: (action, needs, run) => {
        if (form.current === null || pending || (wait > 0 && action === tried)) return
        const found = refusals(form.current, needs)
        setRefused(found)
        if (Object.keys(found).length > 0) return
        setTried(action)
        run()
      },
    }),
    [problem, refused, tried, pending, wait],
  )
  return (
    <FormContext value={state}>
      <form
        ref={form}
        noValidate
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault()
          state.attempt(submitting, undefined, onSubmit)
        }}
      >
        <ProblemNote problem={problem} fault={fault} {...(texts === undefined ? {} : { texts })} />
        {children}
      </form>
    </FormContext>
  )
}

/** The action of a form's own button. */
export const submitting = "submit"

function refusals(form: HTMLFormElement, needs: ReadonlyArray<string> | undefined): Record<string, Refusal> {
  const found: Record<string, Refusal> = {}
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement) || element.name === "" || element.validity.valid) continue
    if (needs !== undefined && !needs.includes(element.name)) continue
    found[element.name] = element.validity.valueMissing ? "missing" : "mistyped"
  }
  return found
}
