import type { PasswordPolicy, PasswordRule } from "../gql/graphql.js"
import { useWords } from "../i18n/language.js"
import { ruleTexts } from "../i18n/problems.js"
import { useForm } from "./Form.js"
import { kitWords } from "./words.js"

interface PasswordRulesProps {
  readonly id: string
  readonly password: string
  readonly policy: Pick<PasswordPolicy, "minLength" | "rules">
}

/** The rules of a new password, each with whether it is met. What only the server can judge is open until it has. */
export function PasswordRules({ id, password, policy }: PasswordRulesProps) {
  const words = useWords(kitWords)
  const texts = useWords(ruleTexts)
  const { problem } = useForm()
  const rules = [...new Set([...policy.rules, ...(problem?.violated ?? [])])]
  return (
    <ul id={id} className="rules" aria-label={words.passwordRules}>
      {rules.map((rule) => {
        const met = judges[rule]?.(password, policy.minLength)
        const broken = met === undefined ? problem?.violated?.includes(rule) === true : !met
        // That a password is not too long goes without saying until it is.
        if (quietRules.has(rule) && !broken) return null
        const state = met === true ? "met" : broken && password !== "" ? "broken" : "open"
        return (
          <li key={rule} className={state}>
            {/* A rule that is newer than the app has no words yet; its name is better than nothing. */}
            {texts[rule]?.(policy.minLength) ?? rule}
            {state !== "open" && <span className="unseen"> ({state === "met" ? words.ruleMet : words.ruleBroken})</span>}
          </li>
        )
      })}
    </ul>
  )
}

const maxLength = 256

const quietRules: ReadonlySet<PasswordRule> = new Set<PasswordRule>(["MAX_LENGTH", "NO_EDGE_SPACE"])

// Cognito's: characters are code points, letters are basic Latin, and a space inside is a symbol, too.
const judges: Readonly<Partial<Record<PasswordRule, (password: string, minLength: number) => boolean>>> = {
  MIN_LENGTH: (password, minLength) => [...password].length >= minLength,
  MAX_LENGTH: (password) => [...password].length <= maxLength,
  UPPERCASE: (password) => /[A-Z]/.test(password),
  LOWERCASE: (password) => /[a-z]/.test(password),
  DIGIT: (password) => /[0-9]/.test(password),
  SYMBOL: (password) => /[ ^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/.test(password),
  NO_EDGE_SPACE: (password) => password.trim() === password,
}
