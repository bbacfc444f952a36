import { useApolloClient } from "@apollo/client/react"
import { changePassword } from "@usher/apollo"
import { useSession } from "@usher/apollo/react"
import { useState } from "react"
import { Account } from "../../auth/Account.js"
import { useFormRules } from "../../auth/rules.js"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { Form } from "../../kit/Form.js"
import { PasswordField } from "../../kit/PasswordField.js"
import { useAct } from "../act.js"
import { Saved } from "../Saved.js"
import { Section } from "../Section.js"
import { securityWords } from "./words.js"

/** The change of the password. */
export function PasswordForm() {
  const words = useWords(securityWords)
  const client = useApolloClient()
  const { me } = useSession()
  const policy = useFormRules()?.passwordPolicy
  const act = useAct()
  const [currentPassword, setCurrentPassword] = useState("")
  const [newPassword, setNewPassword] = useState("")
  const [signOutOthers, setSignOutOthers] = useState(true)
  const [changed, setChanged] = useState(false)

  const change = async () => {
    setChanged(false)
    if ((await act.run(() => changePassword(client, { currentPassword, newPassword, signOutOthers }))) === null) return
    setCurrentPassword("")
    setNewPassword("")
    setChanged(true)
  }

  return (
    <Section title={words.password}>
      <Form onSubmit={change} {...act.state} texts={{ INVALID_CREDENTIALS: words.wrongPassword }}>
        <Account username={me?.email ?? me?.username ?? ""} />
        <PasswordField
          name="currentPassword"
          label={words.currentPassword}
          value={currentPassword}
          onChange={setCurrentPassword}
          autoComplete="current-password"
        />
        <PasswordField
          name="newPassword"
          label={words.newPassword}
          value={newPassword}
          onChange={setNewPassword}
          autoComplete="new-password"
          policy={policy}
        />
        <label className="account-check">
          <input type="checkbox" checked={signOutOthers} onChange={(event) => setSignOutOthers(event.target.checked)} />
          {words.signOutOthers}
        </label>
        <SubmitButton>{words.changePassword}</SubmitButton>
        <Saved>{changed ? words.passwordChanged : null}</Saved>
      </Form>
    </Section>
  )
}
