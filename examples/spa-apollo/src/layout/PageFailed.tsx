import { useWords } from "../i18n/language.js"
import { Page } from "../kit/Page.js"
import { shellWords } from "./words.js"

/** What is shown where a page cannot be: its part of the app did not arrive, or it threw. The bar stays. */
export function PageFailed() {
  const words = useWords(shellWords)
  return (
    <Page title={words.failedTitle}>
      <p role="alert">{words.failed}</p>
      {/* Anew from the server: after a release the parts have other names. */}
      <button type="button" onClick={() => window.location.reload()}>
        {words.reload}
      </button>
    </Page>
  )
}
