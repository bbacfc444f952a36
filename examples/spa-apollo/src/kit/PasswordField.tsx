import { useId, useState } from "react"
import type { PasswordPolicy } from "../gql/graphql.js"
import { useWords } from "../i18n/language.js"
import { Field } from "./Field.js"
import { PasswordRules } from "./PasswordRules.js"
import { kitWords } from "./words.js"

interface PasswordFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoComplete: "current-password" | "new-password"
  /** The rules to show and check beside a new password. */
  readonly policy?: Pick<PasswordPolicy, "minLength" | "rules"> | undefined
  /** True unless said otherwise. */
  readonly required?: boolean
  readonly hint?: string
}

/** A password, which can be shown, and the rules of a new one as they are met. */
export function PasswordField({ policy, ...field }: PasswordFieldProps) {
  const words = useWords(kitWords)
  const rules = useId()
  const [shown, setShown] = useState(false)
  const reveal = shown ? words.hidePassword : words.showPassword
  return (
    <>
      <Field
        {...field}
        type={shown ? "text" : "password"}
        {...(policy === undefined ? {} : { describedBy: rules })}
        end={
          <button type="button" className="reveal" aria-label={reveal} title={reveal} onClick={() => setShown(!shown)}>
            <EyeIcon crossed={shown} />
          </button>
        }
      />
      {policy !== undefined && <PasswordRules id={rules} password={field.value} policy={policy} />}
    </>
  )
}

function EyeIcon({ crossed }: { readonly crossed: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" className="icon">
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
      <circle cx="12" cy="12" r="3" />
      {crossed && <path d="m4 4 16 16" />}
    </svg>
  )
}
