import { passkeysAvailable } from "@usher/apollo"
import { useAuthFlow, useSession, type UseAuthFlow } from "@usher/apollo/react"
import { useEffect, useState } from "react"
import { Account } from "../auth/Account.js"
import { Step } from "../auth/challenges/Challenge.js"
import { useFormRules } from "../auth/rules.js"
import { useWords } from "../i18n/language.js"
import { ActionButton, SubmitButton } from "../kit/buttons.js"
import { Form } from "../kit/Form.js"
import { PasswordField } from "../kit/PasswordField.js"
import { Dialog } from "./Dialog.js"
import { usePreviousSession } from "./previousSession.js"
import { accountWords } from "./words.js"

interface ReauthenticationDialogProps {
  /** Told once: true where the user has signed in anew. */
  readonly onEnd: (proven: boolean) => void
}

/** Has the user sign in again, with all steps that it takes. The new session takes the place of the present one. */
export function ReauthenticationDialog({ onEnd }: ReauthenticationDialogProps) {
  const words = useWords(accountWords)
  const flow = useAuthFlow()
  const { me } = useSession()
  const [username] = useState(me?.email ?? me?.phoneNumber ?? me?.username ?? "")
  const endPrevious = usePreviousSession()
  const { step } = flow
  const done = step.kind === "done"

  useEffect(() => {
    if (!done) return
    void endPrevious()
    onEnd(true)
  }, [done, endPrevious, onEnd])

  return (
    <Dialog title={words.proveTitle} onCancel={() => onEnd(false)}>
      {step.kind === "challenge" ? (
        <Step key={step.challenge.challenge} flow={flow} challenge={step.challenge} />
      ) : (
        <Proof flow={flow} username={username} />
      )}
      <div className="more">
        <button type="button" className="as-link" onClick={() => onEnd(false)}>
          {words.cancel}
        </button>
      </div>
    </Dialog>
  )
}

function Proof({ flow, username }: { readonly flow: UseAuthFlow; readonly username: string }) {
  const words = useWords(accountWords)
  const factors = useFormRules()?.firstFactors ?? []
  const [password, setPassword] = useState("")
  return (
    <>
      <p>{words.proveText}</p>
      <p>{words.proveWith(username)}</p>
      <Form {...flow} onSubmit={() => void flow.signIn({ username, password })}>
        <Account username={username} />
        <PasswordField name="password" label={words.password} value={password} onChange={setPassword} autoComplete="current-password" />
        <SubmitButton>{words.signIn}</SubmitButton>
        {factors.includes("PASSKEY") && passkeysAvailable() && (
          <ActionButton action="PASSKEY" onClick={() => void flow.signIn({ username, factor: "PASSKEY" })}>
            {words.signInWithPasskey}
          </ActionButton>
        )}
        {factors.includes("EMAIL") && (
          <ActionButton action="EMAIL" onClick={() => void flow.signIn({ username, factor: "EMAIL" })}>
            {words.sendCode}
          </ActionButton>
        )}
      </Form>
    </>
  )
}
