import { useId, type HTMLInputAutoCompleteAttribute, type ReactNode } from "react"
import { useWords } from "../i18n/language.js"
import { useForm } from "./Form.js"
import { troubleOf } from "./problem.js"
import { ServerSentence } from "./ServerSentence.js"
import { kitWords } from "./words.js"

export interface FieldProps {
  /** As the input of the API calls it, so that its problems find the field. */
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: "text" | "email" | "password" | "tel" | "url"
  /** The token of the HTML standard that lets browsers and password managers fill the field. */
  readonly autoComplete: HTMLInputAutoCompleteAttribute
  readonly inputMode?: "numeric" | "tel" | "email"
  /** What a value must look like, as an HTML pattern. */
  readonly pattern?: string
  /** True unless said otherwise. */
  readonly required?: boolean
  readonly maxLength?: number
  readonly hint?: ReactNode
  /** What is said where the value does not fit type or pattern. */
  readonly mistyped?: string
  readonly className?: string
  /** What stands inside of the field at its end, such as a button. */
  readonly end?: ReactNode
  /** The id of an element that describes the field besides its hint. */
  readonly describedBy?: string
}

/** A labelled input with its hint and with what is wrong with it, both read out with the field. */
export function Field(props: FieldProps) {
  const id = useId()
  const words = useWords(kitWords)
  const { problem, refused } = useForm()

  const trouble = troubleOf(problem, props.name)
  const refusal = refused[props.name]
  const invalid = trouble !== null || refusal !== undefined
  let text: ReactNode = null
  if (refusal !== undefined) text = refusal === "missing" ? words.missing : (props.mistyped ?? words.unusable)
  else if (trouble !== null && trouble !== "") text = <ServerSentence>{trouble}</ServerSentence>

  const describedBy = [
    text !== null ? `${id}-error` : undefined,
    props.hint !== undefined ? `${id}-hint` : undefined,
    props.describedBy,
  ].filter((part) => part !== undefined)

  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <div className="control">
        <input
          id={id}
          name={props.name}
          type={props.type ?? "text"}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          autoComplete={props.autoComplete}
          inputMode={props.inputMode}
          pattern={props.pattern}
          required={props.required ?? true}
          maxLength={props.maxLength}
          className={props.className}
          aria-invalid={invalid ? true : undefined}
          aria-describedby={describedBy.length > 0 ? describedBy.join(" ") : undefined}
          // Addresses, codes and passwords are none of the dictionary's business.
          autoCapitalize="none"
          spellCheck={false}
        />
        {props.end}
      </div>
      {text !== null && (
        <small id={`${id}-error`} className="wrong">
          {text}
        </small>
      )}
      {props.hint !== undefined && <small id={`${id}-hint`}>{props.hint}</small>}
    </div>
  )
}
