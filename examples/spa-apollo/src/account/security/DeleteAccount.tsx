import { useApolloClient } from "@apollo/client/react"
import { deleteAccount } from "@usher/apollo"
import { useSession } from "@usher/apollo/react"
import { useState } from "react"
import { Account } from "../../auth/Account.js"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { Form } from "../../kit/Form.js"
import { PasswordField } from "../../kit/PasswordField.js"
import { useFarewell } from "../../session/RequireSession.js"
import { atRest, useAct } from "../act.js"
import { ActButton } from "../ActButton.js"
import { Dialog } from "../Dialog.js"
import { Section } from "../Section.js"
import { accountWords } from "../words.js"
import { securityWords } from "./words.js"

/** The end of the account. */
export function DeleteAccount() {
  const words = useWords(securityWords)
  const [asking, setAsking] = useState(false)
  return (
    <Section title={words.deleteTitle}>
      <p>{words.deleteText}</p>
      <ActButton act={atRest} onClick={() => setAsking(true)} kind="danger">
        {words.deleteAccount}
      </ActButton>
      {asking && <DeleteDialog onCancel={() => setAsking(false)} />}
    </Section>
  )
}

function DeleteDialog({ onCancel }: { readonly onCancel: () => void }) {
  const words = useWords(securityWords)
  const { cancel } = useWords(accountWords)
  const client = useApolloClient()
  const { me } = useSession()
  const act = useAct()
  const bidFarewell = useFarewell()
  const [password, setPassword] = useState("")
  // With the account its session ends, and with that this page.
  const end = async () => {
    bidFarewell(true)
    if ((await act.run(() => deleteAccount(client, password === "" ? undefined : password))) === null) bidFarewell(false)
  }
  // What is on its way cannot be called back; a dialogue that closed would say that it was.
  const waiting = { ...atRest, pending: act.state.pending }
  return (
    <Dialog title={words.deleteTitle} onCancel={act.state.pending ? undefined : onCancel}>
      <p>{words.deleteSure}</p>
      <Form onSubmit={end} {...act.state} texts={{ INVALID_CREDENTIALS: words.deleteWrongPassword }}>
        <Account username={me?.email ?? me?.username ?? ""} />
        <PasswordField
          name="password"
          label={words.deletePassword}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required={false}
          hint={words.deletePasswordHint}
        />
        <div className="account-actions">
          <SubmitButton danger>{words.deleteAccount}</SubmitButton>
          <ActButton act={waiting} onClick={onCancel}>
            {cancel}
          </ActButton>
        </div>
      </Form>
    </Dialog>
  )
}
