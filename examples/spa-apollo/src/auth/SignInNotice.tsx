import type { UseSession } from "@usher/apollo/react"
import { useWords } from "../i18n/language.js"
import { authWords } from "./words.js"

/** Why one is on the sign-in page, where one did not come here by oneself. */
export function SignInNotice({ reason }: { readonly reason: UseSession["reason"] }) {
  const words = useWords(authWords)
  const text = reason === undefined ? null : words.reasons[reason]
  return (
    <p role="status" className={text === null ? "unseen" : "note"}>
      {text}
    </p>
  )
}
