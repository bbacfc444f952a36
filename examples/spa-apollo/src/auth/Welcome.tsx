import { useWords } from "../i18n/language.js"
import { Page } from "../kit/Page.js"
import { shellWords } from "../layout/words.js"

/** The start page. */
export function Welcome() {
  const words = useWords(shellWords)
  return <Page title={words.appName}>{null}</Page>
}
