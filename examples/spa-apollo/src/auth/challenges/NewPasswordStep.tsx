import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { SubmitButton } from "../../kit/buttons.js"
import { Field } from "../../kit/Field.js"
import { Form } from "../../kit/Form.js"
import { PasswordField } from "../../kit/PasswordField.js"
import { Account } from "../Account.js"
import { authWords } from "../words.js"
import { usernameOf, type StepProps } from "./step.js"

/** Asks for a password in the place of the temporary one, and for what the pool still wants to know of the user. */
export function NewPasswordStep({ flow, challenge }: StepProps<"NewPasswordChallenge">) {
  const words = useWords(authWords)
  const [password, setPassword] = useState("")
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const attributes = challenge.requiredAttributes.map((name) => ({ name, value: values[name] ?? "" }))
  return (
    <>
      <p>{words.newPasswordText}</p>
      <Form {...flow} onSubmit={() => void flow.respond({ newPassword: { password, attributes } })}>
        <Account username={usernameOf(flow)} />
        <PasswordField
          name="password"
          label={words.newPassword}
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          policy={challenge.policy}
        />
        {attributes.map(({ name, value }) => (
          <Field
            key={name}
            name={name}
            // An attribute of the pool's own making has no other name than its own.
            label={words.attributes[name] ?? name}
            value={value}
            onChange={(next) => setValues({ ...values, [name]: next })}
            autoComplete={autoComplete[name] ?? "off"}
          />
        ))}
        <SubmitButton>{words.setNewPassword}</SubmitButton>
      </Form>
    </>
  )
}

// The standard's tokens by the pool's names of attributes.
const autoComplete: Readonly<Record<string, string>> = {
  address: "street-address",
  birthdate: "bday",
  family_name: "family-name",
  gender: "sex",
  given_name: "given-name",
  locale: "language",
  middle_name: "additional-name",
  name: "name",
  nickname: "nickname",
  phone_number: "tel",
  website: "url",
}
