import type { ReactNode } from "react"
import { useFormats } from "../i18n/format.js"
import { useWords } from "../i18n/language.js"
import { submitting, useForm } from "./Form.js"
import { kitWords } from "./words.js"

interface SubmitButtonProps {
  /** What it does cannot be undone. */
  readonly danger?: boolean
  readonly children: ReactNode
}

/** The button that sends its form. */
export function SubmitButton({ danger = false, children }: SubmitButtonProps) {
  return (
    <button type="submit" className={danger ? "final" : undefined} {...useButtonState(submitting)}>
      <Label action={submitting}>{children}</Label>
    </button>
  )
}

interface ActionButtonProps {
  /** Names the action among those of the form. */
  readonly action: string
  /** The fields that must be in order for it; none unless said. */
  readonly needs?: ReadonlyArray<string>
  readonly onClick: () => void
  /** `link` for what is beside the point of the form. */
  readonly look?: "secondary" | "link"
  readonly children: ReactNode
}

/** A button for something else that a form can do, such as having a code sent again. */
export function ActionButton({ action, needs = [], onClick, look = "secondary", children }: ActionButtonProps) {
  const { attempt } = useForm()
  return (
    <button
      type="button"
      className={look === "link" ? "as-link" : "secondary"}
      {...useButtonState(action)}
      onClick={() => attempt(action, needs, onClick)}
    >
      <Label action={action}>{children}</Label>
    </button>
  )
}

// Never disabled in HTML's sense: that would take the focus away from whoever just pressed the button.
function useButtonState(action: string) {
  const { pending, tried, wait } = useForm()
  const mine = tried === action
  return { "aria-busy": pending && mine, "aria-disabled": pending || (wait > 0 && mine) }
}

// What a button does or, while that makes no sense, when it will again.
function Label({ action, children }: { readonly action: string; readonly children: ReactNode }) {
  const { tried, wait } = useForm()
  const words = useWords(kitWords)
  const formats = useFormats()
  return wait > 0 && tried === action ? words.retryIn(formats.duration(wait)) : children
}
