import { useWords } from "../i18n/language.js"
import { shellWords } from "./words.js"

/** What is shown where a page cannot be: its part of the app did not arrive, or it threw. */
export function PageFailed() {
  const words = useWords(shellWords)
  return (
    <main className="container">
      <p role="alert">{words.failed}</p>
    </main>
  )
}
