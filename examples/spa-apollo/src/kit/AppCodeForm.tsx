import { useWords } from "../i18n/language.js"
import { Form, type FormProps } from "./Form.js"
import { kitWords } from "./words.js"

/** A form for the code of an authenticator app: nobody sends another one, the app shows it. */
export function AppCodeForm(props: Omit<FormProps, "texts">) {
  const { wrongAppCode } = useWords(kitWords)
  return <Form {...props} texts={{ INVALID_CODE: wrongAppCode, CODE_EXPIRED: wrongAppCode }} />
}
