import type { Delivery as CodeDelivery } from "@usher/apollo"
import type { UseAuthFlow } from "@usher/apollo/react"
import { useState } from "react"
import { useWords } from "../i18n/language.js"
import { ActionButton, SubmitButton } from "../kit/buttons.js"
import { CodeField } from "../kit/CodeField.js"
import { Form } from "../kit/Form.js"
import { Page } from "../kit/Page.js"
import { PasswordField } from "../kit/PasswordField.js"
import { Account } from "./Account.js"
import { Delivery } from "./Delivery.js"
import { Resend } from "./Resend.js"
import { useFormRules } from "./rules.js"
import { authWords } from "./words.js"

interface ConfirmSignUpProps {
  readonly flow: UseAuthFlow
  readonly username: string
  readonly delivery: CodeDelivery | null
}

/** The second half of a sign-up: the mailed code, and the password where one is wanted. */
export function ConfirmSignUp({ flow, username, delivery }: ConfirmSignUpProps) {
  const words = useWords(authWords)
  const rules = useFormRules()
  const [code, setCode] = useState("")
  const [password, setPassword] = useState("")
  return (
    <Page title={words.confirmTitle}>
      <Delivery delivery={delivery} />
      <Form {...flow} onSubmit={() => void flow.confirm(code, password)}>
        <Account username={username} />
        <CodeField value={code} onChange={setCode} />
        <PasswordField
          name="password"
          label={words.password}
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          policy={rules?.passwordPolicy}
        />
        <SubmitButton>{words.confirmAndSignIn}</SubmitButton>
        <div className="more">
          <Resend flow={flow} />
          {rules?.firstFactors.includes("EMAIL") === true && (
            <ActionButton look="link" action="without" needs={["code"]} onClick={() => void flow.confirm(code)}>
              {words.withoutPassword}
            </ActionButton>
          )}
          <button type="button" className="as-link" onClick={flow.restart}>
            {words.otherAddress}
          </button>
        </div>
      </Form>
    </Page>
  )
}
