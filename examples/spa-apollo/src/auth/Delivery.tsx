import type { Delivery as CodeDelivery } from "@usher/apollo"
import { useFormats } from "../i18n/format.js"
import { useWords } from "../i18n/language.js"
import { MailboxHint } from "./MailboxHint.js"
import { authWords } from "./words.js"

/** Says where a code went and until when it works. */
export function Delivery({ delivery }: { readonly delivery: CodeDelivery | null }) {
  const words = useWords(authWords)
  const formats = useFormats()
  return (
    <>
      <p>
        {delivery === null ? words.lastCode : words.codeSent(delivery.destination)}
        {delivery?.expiresAt != null && ` ${words.validUntil(formats.deadline(delivery.expiresAt))}`}
      </p>
      <MailboxHint />
    </>
  )
}
