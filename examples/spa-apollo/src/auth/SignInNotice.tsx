import type { UseSession } from "@usher/apollo/react"
import { useWords } from "../i18n/language.js"
import type { SignInState } from "./place.js"
import { authWords } from "./words.js"

interface SignInNoticeProps {
  readonly session: UseSession
  readonly state: SignInState
}

/** Why one is on the sign-in page, where one did not come here by oneself. */
export function SignInNotice({ session, state }: SignInNoticeProps) {
  const words = useWords(authWords)
  let text: string | null = null
  if (state.reauthenticate === true) text = words.reauthenticate
  else if (session.reason !== undefined) text = words.reasons[session.reason]
  return (
    <p role="status" className={text === null ? "unseen" : "note"}>
      {text}
    </p>
  )
}
