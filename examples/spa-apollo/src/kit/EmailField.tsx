import { useWords } from "../i18n/language.js"
import { Field } from "./Field.js"
import { kitWords } from "./words.js"

interface EmailFieldProps {
  /** As the input of the API calls it: `email` or `username`. */
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** `username` where the address names the account, which is what password managers look for. */
  readonly autoComplete?: "username" | "email"
}

/** A field for an e-mail address. */
export function EmailField({ name, value, onChange, autoComplete = "username" }: EmailFieldProps) {
  const words = useWords(kitWords)
  return (
    <Field
      name={name}
      type="email"
      inputMode="email"
      label={words.email}
      value={value}
      onChange={onChange}
      autoComplete={autoComplete}
      mistyped={words.noEmail}
    />
  )
}
