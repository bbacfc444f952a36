import { useLanguage, useWords } from "../i18n/language.js"
import { kitWords } from "./words.js"

/** A sentence of the server's, marked as English where the page is not, so that it is read out as English. */
export function ServerSentence({ children }: { readonly children: string }) {
  const { language } = useLanguage()
  const words = useWords(kitWords)
  if (language === "en") return children
  return (
    <>
      {words.serverSays} <span lang="en">{children}</span>
    </>
  )
}
