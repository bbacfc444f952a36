import { useMemo } from "react"
import { useLanguage } from "../../i18n/language.js"
import type { Option } from "./Choice.js"

// The languages that the app offers as a preference, as BCP 47 tags. Whoever mails in more adds them here.
const offeredLocales = ["de-AT", "de-CH", "de-DE", "en-GB", "en-IE", "en-US", "es-ES", "fr-FR", "it-IT", "nl-NL", "pl-PL", "pt-PT"]

/** The languages to choose from, named in the language in use; the present one is among them, whatever it is. */
export function useLocales(present: string): ReadonlyArray<Option> {
  const { language } = useLanguage()
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: "language", fallback: "code" })
    return withPresent(offeredLocales, present)
      .map((value) => ({ value, label: nameOf(names, value) }))
      .sort((a, b) => a.label.localeCompare(b.label, language))
  }, [language, present])
}

/** The time zones that the browser knows; the present one is among them. */
export function useTimeZones(present: string): ReadonlyArray<Option> {
  return useMemo(
    () => withPresent(Intl.supportedValuesOf("timeZone"), present).map((value) => ({ value, label: value.replaceAll("_", " ") })),
    [present],
  )
}

function withPresent(values: ReadonlyArray<string>, present: string): ReadonlyArray<string> {
  return present === "" || values.includes(present) ? values : [present, ...values]
}

// The pool holds whatever was once written; what is no language tag names itself.
function nameOf(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}
