import { useWords } from "../i18n/language.js"
import { shellWords } from "./words.js"

/** What stands where something will be that is under way. */
export function Loading() {
  const words = useWords(shellWords)
  return <p aria-busy="true">{words.loading}</p>
}
