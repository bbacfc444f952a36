import { useWords } from "../i18n/language.js"
import { Page } from "../kit/Page.js"
import { shellWords } from "../layout/words.js"

/** The pages of the account, below /account. */
export function Account() {
  const words = useWords(shellWords)
  return <Page title={words.account}>{null}</Page>
}
