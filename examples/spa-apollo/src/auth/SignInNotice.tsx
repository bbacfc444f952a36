import type { UseSession } from "@usher/apollo/react"
import { useWords } from "../i18n/language.js"
import { authWords } from "./words.js"

interface SignInNoticeProps {
  readonly reason: UseSession["reason"]
  /** The user has deleted the account. */
  readonly deleted: boolean
}

/** Why one is on the sign-in page, where one did not come here by oneself. */
export function SignInNotice({ reason, deleted }: SignInNoticeProps) {
  const words = useWords(authWords)
  const text = deleted ? words.deleted : reason === undefined ? null : words.reasons[reason]
  return (
    <p role="status" className={text === null ? "unseen" : "note"}>
      {text}
    </p>
  )
}
