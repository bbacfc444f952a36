import { MeDocument } from "@usher/apollo/operations"
import { useQuery } from "@apollo/client/react"
import { useWords } from "../../i18n/language.js"
import { Page } from "../../kit/Page.js"
import { Answered } from "../Answered.js"
import { accountWords } from "../words.js"
import { EmailSection, PhoneSection } from "./ContactSection.js"
import { ProfileForm } from "./ProfileForm.js"

/** What the service knows about the user, and how to reach them. */
export function ProfilePage() {
  const words = useWords(accountWords)
  const asked = useQuery(MeDocument)
  return (
    <Page title={words.profile} width="wide">
      <Answered asked={asked} of={(data) => data.me}>
        {(account) => (
          <>
            <ProfileForm key={account.id} account={account} />
            <EmailSection address={account.email} proven={account.emailVerified} />
            <PhoneSection address={account.phoneNumber} proven={account.phoneNumberVerified} />
          </>
        )}
      </Answered>
    </Page>
  )
}
