import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { Field } from "../../kit/Field.js"
import { Form } from "../../kit/Form.js"
import { MailboxHint } from "../MailboxHint.js"
import { authWords } from "../words.js"
import type { StepProps } from "./step.js"

/** Asks what the pool's own triggers ask for, in their words. */
export function CustomStep({ flow, challenge }: StepProps<"CustomChallenge">) {
  const words = useWords(authWords)
  const [answer, setAnswer] = useState("")
  return (
    <>
      <dl>
        {challenge.parameters.map(({ key, value }) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <MailboxHint />
      <Form {...flow} onSubmit={() => void flow.respond({ custom: answer })}>
        <Field name="custom" label={words.answer} value={answer} onChange={setAnswer} autoComplete="off" />
        <SubmitButton>{words.signIn}</SubmitButton>
      </Form>
    </>
  )
}
