import { useWords } from "../i18n/language.js"
import { useSettings } from "../session/settings.js"
import { authWords } from "./words.js"

/** In local mode: where the mail is. Elsewhere mail is where it always is, and nothing is said. */
export function MailboxHint() {
  const words = useWords(authWords)
  const { mailbox } = useSettings()
  if (!mailbox) return null
  return (
    <p className="note">
      {words.mailboxText}{" "}
      <a href="/mailbox" target="usher-mailbox">
        {words.openMailbox}
      </a>
    </p>
  )
}
