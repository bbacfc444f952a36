import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { AppCodeForm } from "../../kit/AppCodeForm.js"
import { SubmitButton } from "../../kit/buttons.js"
import { CodeField } from "../../kit/CodeField.js"
import { authWords } from "../words.js"
import type { StepProps } from "./step.js"

/** Asks for the digits of the user's authenticator app. */
export function TotpStep({ flow, challenge }: StepProps<"TotpChallenge">) {
  const words = useWords(authWords)
  const [code, setCode] = useState("")
  const app = challenge.deviceName === null ? words.appText : words.appNamed(challenge.deviceName)
  return (
    <>
      <p>{words.codeIn(app)}</p>
      <AppCodeForm {...flow} onSubmit={() => void flow.respond({ totpCode: code })}>
        <CodeField name="totpCode" value={code} onChange={setCode} />
        <SubmitButton>{words.signIn}</SubmitButton>
      </AppCodeForm>
    </>
  )
}
