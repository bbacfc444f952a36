import { useAuthFlow, useSession } from "@usher/apollo/react"
import { useState } from "react"
import { Link, Navigate } from "react-router"
import { useWords } from "../i18n/language.js"
import { SubmitButton } from "../kit/buttons.js"
import { EmailField } from "../kit/EmailField.js"
import { Form } from "../kit/Form.js"
import { Page } from "../kit/Page.js"
import { PasswordField } from "../kit/PasswordField.js"
import { Loading } from "../layout/Loading.js"
import { home, useSignInState, type SignInState } from "./place.js"
import { ResetFirst } from "./ResetFirst.js"
import { useFormRules } from "./rules.js"
import { SignInNotice } from "./SignInNotice.js"
import { Steps } from "./Steps.js"
import { WaysIn } from "./WaysIn.js"
import { authWords } from "./words.js"

/** Signing in, from the address to the session, whatever the account asks for. */
export function SignIn() {
  const words = useWords(authWords)
  const flow = useAuthFlow()
  const session = useSession()
  const rules = useFormRules()
  const state = useSignInState()
  const [username, setUsername] = useState(state.username ?? "")
  const [password, setPassword] = useState("")

  // Whoever has a session and opens this page by hand has nothing to do here. A flow that is done goes on by itself.
  if (flow.step.kind === "start" && !flow.pending) {
    if (session.status === "signed-in") return <Navigate to={state.from ?? home} replace />
    // Until then a form would be gone again for those who need none. Where the server does not answer, it tells why.
    if (session.status === "unknown" && session.fault === null) return <Loading />
  }
  if (flow.step.kind === "start" && flow.problem?.code === "PASSWORD_RESET_REQUIRED") {
    return <ResetFirst flow={flow} username={username} />
  }

  // The address goes along to the other pages, and what the user wanted to see stays wanted.
  const onward: SignInState = { ...state, deleted: false, username }
  const start = (
    <Page title={words.signInTitle}>
      <SignInNotice reason={session.reason} deleted={state.deleted === true} />
      <Form {...flow} onSubmit={() => void flow.signIn({ username, password })}>
        <EmailField name="username" value={username} onChange={setUsername} />
        <PasswordField
          name="password"
          label={words.password}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <SubmitButton>{words.signIn}</SubmitButton>
        <p className="beside">
          <Link to="/forgot-password" state={onward}>
            {words.forgotPassword}
          </Link>
        </p>
        <WaysIn flow={flow} username={username} factors={rules?.firstFactors ?? []} />
      </Form>
      {rules?.signUpOpen !== false && (
        <p className="after">
          {words.newHere}{" "}
          <Link to="/sign-up" state={onward}>
            {words.createAccount}
          </Link>
        </p>
      )}
    </Page>
  )
  return <Steps flow={flow} start={start} />
}
