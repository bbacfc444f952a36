import type { UseAuthFlow } from "@usher/apollo/react"
import { useState } from "react"
import { useWords } from "../i18n/language.js"
import { ActionButton } from "../kit/buttons.js"
import { useForm } from "../kit/Form.js"
import { authWords } from "./words.js"

const resending = "resend"

/** Has the code of the step sent again, and says so. */
export function Resend({ flow }: { readonly flow: UseAuthFlow }) {
  const words = useWords(authWords)
  const { tried } = useForm()
  const [sent, setSent] = useState(false)
  const resend = async () => {
    setSent(false)
    await flow.resend()
    setSent(true)
  }
  return (
    <>
      <ActionButton look="link" action={resending} onClick={() => void resend()}>
        {words.resend}
      </ActionButton>
      <p role="status" className="good">
        {sent && tried === resending && flow.problem === null && flow.fault === null && words.codeSentAgain}
      </p>
    </>
  )
}
