import { useWords } from "../i18n/language.js"
import { Field } from "./Field.js"
import { kitWords } from "./words.js"

interface CodeFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** As the input of the API calls it; "code" unless said otherwise. */
  readonly name?: string
}

/** A field for a one-time code, from a message or an app. Phones offer the digits, and the code that just came. */
export function CodeField({ value, onChange, name = "code" }: CodeFieldProps) {
  const words = useWords(kitWords)
  return (
    <Field
      name={name}
      label={words.code}
      value={value}
      onChange={onChange}
      autoComplete="one-time-code"
      inputMode="numeric"
      pattern="[0-9 ]+"
      maxLength={maxCodeLength}
      mistyped={words.noCode}
      className="code"
    />
  )
}

// Sixteen digits, which is all that the API takes, with a space in every gap.
const maxCodeLength = 31
