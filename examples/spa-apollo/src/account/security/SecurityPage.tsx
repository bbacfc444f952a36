import { useWords } from "../../i18n/language.js"
import { Page } from "../../kit/Page.js"
import { accountWords } from "../words.js"
import { DeleteAccount } from "./DeleteAccount.js"
import { Passkeys } from "./Passkeys.js"
import { PasswordForm } from "./PasswordForm.js"
import { SecondStep } from "./SecondStep.js"

/** The ways to prove who one is, and the end of the account. */
export function SecurityPage() {
  const words = useWords(accountWords)
  return (
    <Page title={words.security} width="wide">
      <PasswordForm />
      <SecondStep />
      <Passkeys />
      <DeleteAccount />
    </Page>
  )
}
