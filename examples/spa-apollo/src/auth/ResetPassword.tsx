import type { Delivery as CodeDelivery } from "@usher/apollo"
import type { UseAuthFlow } from "@usher/apollo/react"
import { useState } from "react"
import { useWords } from "../i18n/language.js"
import { SubmitButton } from "../kit/buttons.js"
import { CodeField } from "../kit/CodeField.js"
import { Form } from "../kit/Form.js"
import { Page } from "../kit/Page.js"
import { PasswordField } from "../kit/PasswordField.js"
import { Account } from "./Account.js"
import { Delivery } from "./Delivery.js"
import { Resend } from "./Resend.js"
import { useFormRules } from "./rules.js"
import { authWords } from "./words.js"

interface ResetPasswordProps {
  readonly flow: UseAuthFlow
  readonly username: string
  readonly delivery: CodeDelivery
}

/** The mailed code and the new password. For an address that was never confirmed it confirms that, too. */
export function ResetPassword({ flow, username, delivery }: ResetPasswordProps) {
  const words = useWords(authWords)
  const rules = useFormRules()
  const [code, setCode] = useState("")
  const [password, setPassword] = useState("")
  return (
    <Page title={words.resetTitle}>
      <Delivery delivery={delivery} />
      <Form {...flow} onSubmit={() => void flow.resetPassword(code, password)}>
        <Account username={username} />
        <CodeField value={code} onChange={setCode} />
        <PasswordField
          name="newPassword"
          label={words.newPassword}
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          policy={rules?.passwordPolicy}
        />
        <SubmitButton>{words.setNewPassword}</SubmitButton>
        <div className="more">
          <Resend flow={flow} />
          <button type="button" className="as-link" onClick={flow.restart}>
            {words.otherAddress}
          </button>
        </div>
      </Form>
    </Page>
  )
}
