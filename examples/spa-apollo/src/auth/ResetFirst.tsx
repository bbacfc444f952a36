import type { UseAuthFlow } from "@usher/apollo/react"
import { useWords } from "../i18n/language.js"
import { SubmitButton } from "../kit/buttons.js"
import { Form } from "../kit/Form.js"
import { Page } from "../kit/Page.js"
import { authWords } from "./words.js"

/** The way out for an account whose password an administrator has reset: the code for a new one. */
export function ResetFirst({ flow, username }: { readonly flow: UseAuthFlow; readonly username: string }) {
  const words = useWords(authWords)
  return (
    <Page title={words.resetTitle}>
      <Form pending={flow.pending} onSubmit={() => void flow.forgotPassword(username)}>
        <p>{words.resetText}</p>
        <SubmitButton>{words.sendCode}</SubmitButton>
      </Form>
      <div className="more">
        <button type="button" className="as-link" onClick={flow.restart}>
          {words.startOver}
        </button>
      </div>
    </Page>
  )
}
