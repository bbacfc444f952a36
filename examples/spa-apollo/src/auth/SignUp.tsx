import { useAuthFlow, useSession } from "@usher/apollo/react"
import { useState } from "react"
import { Link, Navigate } from "react-router"
import { useWords } from "../i18n/language.js"
import { SubmitButton } from "../kit/buttons.js"
import { EmailField } from "../kit/EmailField.js"
import { Form } from "../kit/Form.js"
import { Page } from "../kit/Page.js"
import { Loading } from "../layout/Loading.js"
import { home, useSignInState } from "./place.js"
import { useFormRules } from "./rules.js"
import { Steps } from "./Steps.js"
import { authWords } from "./words.js"

/** Signing up: the address here, the mailed code and the password in the next step. */
export function SignUp() {
  const words = useWords(authWords)
  const flow = useAuthFlow()
  const session = useSession()
  const rules = useFormRules()
  const state = useSignInState()
  const [email, setEmail] = useState(state.username ?? "")

  if (flow.step.kind === "start" && !flow.pending) {
    if (session.status === "signed-in") return <Navigate to={state.from ?? home} replace />
    // Until then a form would be gone again for those who need none. Where the server does not answer, it tells why.
    if (session.status === "unknown" && session.fault === null) return <Loading />
  }

  const start = (
    <Page title={words.signUpTitle}>
      {rules?.signUpOpen === false ? (
        <p>{words.notOpen}</p>
      ) : (
        <>
          <p>{words.signUpText}</p>
          <Form {...flow} onSubmit={() => void flow.signUp(email)}>
            <EmailField name="email" value={email} onChange={setEmail} />
            <SubmitButton>{words.signUp}</SubmitButton>
          </Form>
        </>
      )}
      <p className="after">
        {words.haveAccount}{" "}
        <Link to="/sign-in" state={{ ...state, username: email }}>
          {words.signIn}
        </Link>
      </p>
    </Page>
  )
  return <Steps flow={flow} start={start} />
}
