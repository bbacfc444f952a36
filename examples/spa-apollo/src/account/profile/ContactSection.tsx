import {
  RequestEmailChangeDocument,
  RequestPhoneChangeDocument,
  ResendVerificationCodeDocument,
  VerifyContactDocument,
  type DeliveryFragment,
  type RequestEmailChangeMutation,
  type RequestPhoneChangeMutation,
} from "@usher/apollo/operations"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { ActionButton, SubmitButton } from "../../kit/buttons.js"
import { CodeField } from "../../kit/CodeField.js"
import { Field, type FieldProps } from "../../kit/Field.js"
import { Form } from "../../kit/Form.js"
import { atRest, useAct, useSend } from "../act.js"
import { ActButton } from "../ActButton.js"
import { ActNote } from "../ActNote.js"
import { useFocusOn } from "../focus.js"
import { useRenewal } from "../renewal.js"
import { Saved } from "../Saved.js"
import { Section } from "../Section.js"
import { accountWords } from "../words.js"
import { profileWords, type ContactWords } from "./words.js"

interface ContactProps {
  /** The address or number that the account has, or null. */
  readonly address: string | null | undefined
  /** Whether the user has proven that it is theirs. */
  readonly proven: boolean | null | undefined
}

type Answer = RequestEmailChangeMutation["requestEmailChange"] | RequestPhoneChangeMutation["requestPhoneChange"]

/** What e-mail addresses and phone numbers do not share. */
interface Kind {
  readonly channel: "EMAIL" | "SMS"
  readonly words: ContactWords
  /** Has a code sent to the new address or number. */
  readonly request: (address: string) => Promise<Answer>
  readonly field: Pick<FieldProps, "name" | "type" | "autoComplete" | "inputMode" | "pattern">
}

/** The e-mail address, and its change by a code. */
export function EmailSection(props: ContactProps) {
  const words = useWords(profileWords).email
  const send = useSend(RequestEmailChangeDocument)
  const kind: Kind = {
    channel: "EMAIL",
    words,
    request: (email) => send({ input: { email: email.trim() } }),
    field: { name: "email", type: "email", autoComplete: "email", inputMode: "email" },
  }
  return <ContactSection {...props} kind={kind} />
}

/** The phone number, and its change by a code. */
export function PhoneSection(props: ContactProps) {
  const words = useWords(profileWords).phone
  const send = useSend(RequestPhoneChangeDocument)
  const kind: Kind = {
    channel: "SMS",
    words,
    // People group digits; the API takes E.164.
    request: (number) => send({ input: { phoneNumber: number.replaceAll(/[\s()./-]/g, "") } }),
    field: { name: "phoneNumber", type: "tel", autoComplete: "tel", inputMode: "tel", pattern: phonePattern },
  }
  return <ContactSection {...props} kind={kind} />
}

// With its country, as the API wants it; spaces and punctuation are taken out before it goes.
const phonePattern = String.raw`\s*\+[0-9\s\(\)\.\/\-]+`

type Stage = "shown" | "changing" | "proving"

function ContactSection({ address, proven, kind }: ContactProps & { readonly kind: Kind }) {
  const words = useWords(profileWords)
  const { cancel } = useWords(accountWords)
  const act = useAct()
  const resend = useSend(ResendVerificationCodeDocument)
  const verify = useSend(VerifyContactDocument)
  const renew = useRenewal()
  const [stage, setStage] = useState<Stage>("shown")
  const [wanted, setWanted] = useState("")
  const [code, setCode] = useState("")
  const [delivery, setDelivery] = useState<DeliveryFragment | null>(null)
  const [changed, setChanged] = useState(false)
  const box = useFocusOn(stage)

  const go = (next: Stage) => {
    act.clear()
    setCode("")
    setChanged(false)
    setStage(next)
  }
  const finish = async () => {
    go("shown")
    setChanged(true)
    setWanted("")
    await renew()
  }
  const request = async () => {
    const answer = await act.run(() => kind.request(wanted))
    if (answer === null) return
    if (answer.delivery === null) return finish()
    setDelivery(answer.delivery)
    go("proving")
  }
  const sendAgain = async () => {
    const answer = await act.run(() => resend({ input: { channel: kind.channel } }))
    if (answer === null) return
    setDelivery(answer.delivery)
    setStage("proving")
  }
  const prove = async () => {
    const input = { channel: kind.channel, code: code.replaceAll(" ", "") }
    if ((await act.run(() => verify({ input }))) !== null) await finish()
  }

  return (
    <Section title={kind.words.title}>
      <div ref={box}>
        <p className="account-fact">
          <strong>{address ?? words.none}</strong>
          {address != null && <span className={proven ? "badge good" : "badge"}>{proven ? words.proven : words.notProven}</span>}
        </p>
        {stage === "shown" && (
          <>
            <ActNote act={act.state} />
            <div className="account-actions">
              <ActButton act={atRest} onClick={() => go("changing")}>
                {kind.words.change}
              </ActButton>
              {address != null && !proven && (
                <ActButton act={act.state} onClick={sendAgain}>
                  {kind.words.confirmIt}
                </ActButton>
              )}
            </div>
          </>
        )}
        {stage === "changing" && (
          <Form onSubmit={request} {...act.state}>
            <Field {...kind.field} label={kind.words.field} value={wanted} onChange={setWanted} hint={kind.words.hint} mistyped={kind.words.mistyped} />
            <div className="account-actions">
              <SubmitButton>{words.sendCode}</SubmitButton>
              <ActButton act={atRest} onClick={() => go("shown")}>
                {cancel}
              </ActButton>
            </div>
          </Form>
        )}
        {stage === "proving" && (
          <Form onSubmit={prove} {...act.state}>
            <p role="status">{delivery === null ? words.codeOnItsWay : words.codeSent(delivery.destination)}</p>
            <CodeField value={code} onChange={setCode} />
            <div className="account-actions">
              <SubmitButton>{words.confirm}</SubmitButton>
              <ActionButton action="resend" onClick={sendAgain}>
                {words.sendCodeAgain}
              </ActionButton>
              <ActButton act={atRest} onClick={() => go("shown")}>
                {cancel}
              </ActButton>
            </div>
          </Form>
        )}
        <Saved>{changed ? kind.words.changed : null}</Saved>
      </div>
    </Section>
  )
}
