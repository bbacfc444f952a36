import type { UseAuthFlow } from "@usher/apollo/react"
import { useEffect } from "react"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { Form } from "../../kit/Form.js"
import { authWords } from "../words.js"

/** Opens the browser's passkey dialogue, and again for whoever closed it. */
export function PasskeyStep({ flow }: { readonly flow: UseAuthFlow }) {
  const words = useWords(authWords)
  const { usePasskey: askForPasskey } = flow

  useEffect(() => {
    void askForPasskey()
  }, [askForPasskey])

  return (
    <>
      <p>{words.passkeyText}</p>
      <Form {...flow} onSubmit={() => void askForPasskey()}>
        <SubmitButton>{words.signInWithPasskey}</SubmitButton>
      </Form>
    </>
  )
}
