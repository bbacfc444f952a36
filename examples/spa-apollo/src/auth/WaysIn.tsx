import { passkeysAvailable } from "@usher/apollo"
import type { UseAuthFlow } from "@usher/apollo/react"
import type { Factor } from "../gql/graphql.js"
import { useWords } from "../i18n/language.js"
import { ActionButton } from "../kit/buttons.js"
import { authWords } from "./words.js"

interface WaysInProps {
  readonly flow: UseAuthFlow
  readonly username: string
  /** What a sign-in can begin with, as `config { firstFactors }` says. */
  readonly factors: ReadonlyArray<Factor>
}

// Each needs the address alone.
const needs = ["username"]

/** The ways to sign in without a password that the pool allows. The usual ones are at hand, the others behind a click. */
export function WaysIn({ flow, username, factors }: WaysInProps) {
  const words = useWords(authWords)
  const has = (factor: Factor) => factors.includes(factor)
  const button = (factor: Factor, label: string) => (
    <ActionButton action={factor} needs={needs} onClick={() => void flow.signIn({ username, factor })}>
      {label}
    </ActionButton>
  )
  if (!factors.some((factor) => factor !== "PASSWORD")) return null
  return (
    <>
      <p className="or">{words.orWithout}</p>
      {has("EMAIL") && button("EMAIL", words.sendCode)}
      {has("PASSKEY") && passkeysAvailable() && button("PASSKEY", words.signInWithPasskey)}
      <details>
        <summary>{words.otherWays}</summary>
        {has("SMS") && button("SMS", words.textCode)}
        {/* The pool does not tell whether it has triggers: where it has none, the answer says so. */}
        {button("CUSTOM", words.triggers)}
        <ActionButton action="choose" needs={needs} onClick={() => void flow.signIn({ username })}>
          {words.otherWaysText}
        </ActionButton>
      </details>
    </>
  )
}
