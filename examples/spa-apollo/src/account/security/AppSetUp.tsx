import { ConfirmTotpDocument, type EnrollmentFragment } from "@usher/apollo/operations"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { AppCodeForm } from "../../kit/AppCodeForm.js"
import { SubmitButton } from "../../kit/buttons.js"
import { CodeField } from "../../kit/CodeField.js"
import { Field } from "../../kit/Field.js"
import { TotpSecret } from "../../kit/TotpSecret.js"
import { atRest, useAct, useSend } from "../act.js"
import { ActButton } from "../ActButton.js"
import { accountWords } from "../words.js"
import { securityWords } from "./words.js"

// Of the pool.
const maxDeviceName = 131

interface AppSetUpProps {
  readonly enrollment: EnrollmentFragment
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** Shows the secret of a new authenticator app, and takes its first code. */
export function AppSetUp({ enrollment, onDone, onCancel }: AppSetUpProps) {
  const words = useWords(securityWords)
  const { cancel } = useWords(accountWords)
  const act = useAct()
  const confirm = useSend(ConfirmTotpDocument)
  const [code, setCode] = useState("")
  const [deviceName, setDeviceName] = useState("")

  const prove = async () => {
    const input = { code: code.replaceAll(" ", ""), ...(deviceName.trim() === "" ? {} : { deviceName: deviceName.trim() }) }
    if ((await act.run(() => confirm({ input }))) !== null) onDone()
  }

  return (
    <AppCodeForm onSubmit={prove} {...act.state} label={words.setUpApp}>
      <TotpSecret totp={enrollment} />
      <Field
        name="deviceName"
        label={words.deviceName}
        value={deviceName}
        onChange={setDeviceName}
        autoComplete="off"
        required={false}
        maxLength={maxDeviceName}
        hint={words.deviceNameHint}
      />
      <CodeField value={code} onChange={setCode} />
      <div className="account-actions">
        <SubmitButton>{words.turnOn}</SubmitButton>
        <ActButton act={atRest} onClick={onCancel}>
          {cancel}
        </ActButton>
      </div>
    </AppCodeForm>
  )
}
