import { useState } from "react"
import type { Factor } from "../../gql/graphql.js"
import { useWords } from "../../i18n/language.js"
import { factorNames } from "../../i18n/problems.js"
import { ActionButton, SubmitButton } from "../../kit/buttons.js"
import { Form } from "../../kit/Form.js"
import { PasswordField } from "../../kit/PasswordField.js"
import { Account } from "../Account.js"
import { authWords } from "../words.js"
import { usernameOf, type StepProps } from "./step.js"

/** Offers the ways that the account has. The password is typed right here; each other way is a button. */
export function SelectFactorStep({ flow, challenge }: StepProps<"SelectFactorChallenge">) {
  const words = useWords(authWords)
  const names = useWords(factorNames)
  const [password, setPassword] = useState("")
  const others = challenge.factors.filter((factor): factor is Exclude<Factor, "PASSWORD"> => factor !== "PASSWORD")
  const hasPassword = others.length < challenge.factors.length
  return (
    <>
      <p>{words.choose}</p>
      <Form {...flow} onSubmit={() => void flow.respond({ password })}>
        {hasPassword && (
          <>
            <Account username={usernameOf(flow)} />
            <PasswordField
              name="password"
              label={words.password}
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
            />
            <SubmitButton>{words.signIn}</SubmitButton>
          </>
        )}
        {hasPassword && others.length > 0 && <p className="or">{words.orWithout}</p>}
        {others.map((factor) => (
          <ActionButton key={factor} action={factor} onClick={() => void flow.respond({ factor })}>
            {names[factor]}
          </ActionButton>
        ))}
      </Form>
    </>
  )
}
