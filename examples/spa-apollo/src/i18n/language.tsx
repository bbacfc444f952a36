import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react"

/** The languages that the app speaks, as BCP 47 tags, by what each calls itself. */
export const languages = { en: "English", de: "Deutsch" } as const

/** One of the app's languages. */
export type Language = keyof typeof languages

/** The words for one matter in every language: a language or a word that lacks does not compile. */
export type Catalogue<Words> = Readonly<Record<Language, Words>>

interface LanguageChoice {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
}

const storageKey = "usher.language"

const LanguageContext = createContext<LanguageChoice>({ language: "en", setLanguage: () => undefined })

/** Gives the app its language: the chosen one, or the first of the browser's that the app speaks, or English. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const choice = useMemo<LanguageChoice>(
    () => ({
      language,
      setLanguage: (next) => {
        remember(next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <LanguageContext value={choice}>{children}</LanguageContext>
}

/** The language in use, and the way to change it. */
export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

/** The words of a catalogue in the language in use. */
export function useWords<Words>(catalogue: Catalogue<Words>): Words {
  return catalogue[useLanguage().language]
}

/** Whether a string names one of the app's languages. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(languages, value)
}

function firstLanguage(): Language {
  const kept = recall()
  if (kept !== null) return kept
  for (const tag of navigator.languages) {
    const base = tag.split("-")[0]?.toLowerCase()
    if (isLanguage(base)) return base
  }
  return "en"
}

// A browser that keeps no site data throws at localStorage itself. The app then forgets the choice, and works.
function recall(): Language | null {
  try {
    const value = localStorage.getItem(storageKey)
    return isLanguage(value) ? value : null
  } catch {
    return null
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    return
  }
}
