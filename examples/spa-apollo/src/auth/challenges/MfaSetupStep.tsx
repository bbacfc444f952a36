import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { AppCodeForm } from "../../kit/AppCodeForm.js"
import { SubmitButton } from "../../kit/buttons.js"
import { CodeField } from "../../kit/CodeField.js"
import { TotpSecret } from "../../kit/TotpSecret.js"
import { authWords } from "../words.js"
import type { StepProps } from "./step.js"

/** Sets up the authenticator app that the pool demands. */
export function MfaSetupStep({ flow, challenge }: StepProps<"MfaSetupChallenge">) {
  const words = useWords(authWords)
  const [code, setCode] = useState("")
  return (
    <>
      <p>{words.mfaText}</p>
      <TotpSecret totp={challenge.totp} />
      <AppCodeForm {...flow} onSubmit={() => void flow.respond({ totpSetup: { code } })}>
        <CodeField value={code} onChange={setCode} />
        <SubmitButton>{words.turnOn}</SubmitButton>
      </AppCodeForm>
    </>
  )
}
