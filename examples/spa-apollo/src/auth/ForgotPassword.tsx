import { useAuthFlow } from "@usher/apollo/react"
import { useState } from "react"
import { Link } from "react-router"
import { useWords } from "../i18n/language.js"
import { SubmitButton } from "../kit/buttons.js"
import { EmailField } from "../kit/EmailField.js"
import { Form } from "../kit/Form.js"
import { Page } from "../kit/Page.js"
import { useSignInState } from "./place.js"
import { Steps } from "./Steps.js"
import { authWords } from "./words.js"

/** A forgotten password: the address here, the mailed code and the new password in the next step. */
export function ForgotPassword() {
  const words = useWords(authWords)
  const flow = useAuthFlow()
  const state = useSignInState()
  const [username, setUsername] = useState(state.username ?? "")
  const start = (
    <Page title={words.forgotTitle}>
      <p>{words.forgotText}</p>
      <Form {...flow} onSubmit={() => void flow.forgotPassword(username)}>
        <EmailField name="username" value={username} onChange={setUsername} />
        <SubmitButton>{words.sendCode}</SubmitButton>
      </Form>
      <p className="after">
        <Link to="/sign-in" state={{ ...state, username }}>
          {words.signIn}
        </Link>
      </p>
    </Page>
  )
  return <Steps flow={flow} start={start} />
}
