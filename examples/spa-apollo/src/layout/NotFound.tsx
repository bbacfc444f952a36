import { Link } from "react-router"
import { useWords } from "../i18n/language.js"
import { Page } from "../kit/Page.js"
import { shellWords } from "./words.js"

/** The page of an address that leads nowhere. */
export function NotFound() {
  const words = useWords(shellWords)
  return (
    <Page title={words.notFound}>
      <p>{words.notFoundText}</p>
      <p>
        <Link to="/">{words.toStart}</Link>
      </p>
    </Page>
  )
}
