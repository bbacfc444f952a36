import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { CodeField } from "../../kit/CodeField.js"
import { Form } from "../../kit/Form.js"
import { Delivery } from "../Delivery.js"
import { authWords } from "../words.js"
import type { StepProps } from "./step.js"

/** Asks for a code that was mailed or texted. */
export function CodeStep({ flow, challenge }: StepProps<"CodeChallenge">) {
  const words = useWords(authWords)
  const [code, setCode] = useState("")
  return (
    <>
      <Delivery delivery={challenge.delivery} />
      <Form {...flow} texts={{ INVALID_CODE: words.wrongCode, CODE_EXPIRED: words.oldCode }} onSubmit={() => void flow.respond({ code })}>
        <CodeField value={code} onChange={setCode} />
        <SubmitButton>{words.signIn}</SubmitButton>
      </Form>
    </>
  )
}
