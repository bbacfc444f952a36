import { useSession } from "@usher/apollo/react"
import { NavLink } from "react-router"
import { isLanguage, languages, useLanguage, useWords } from "../i18n/language.js"
import { useSettings } from "../session/settings.js"
import { SignOut } from "../session/SignOut.js"
import { shellWords } from "./words.js"

/** The bar at the top: home, the tools of local mode, the language, and the way out. */
export function Header() {
  const words = useWords(shellWords)
  const settings = useSettings()
  const { status } = useSession()
  return (
    <header className="bar">
      <div className="container bar-inner">
        <NavLink className="brand" to="/">
          <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width="28" height="28" />
          <span className="brand-name">{words.appName}</span>
        </NavLink>
        {(settings.mailbox || settings.playground) && (
          <nav aria-label={words.mainNavigation}>
            {settings.mailbox && (
              <a href="/mailbox" target="usher-mailbox">
                {words.mailbox}
              </a>
            )}
            {settings.playground && (
              <a href="/" target="usher-playground" className="roomy">
                {words.playground}
              </a>
            )}
          </nav>
        )}
        <div className="tools">
          <LanguageSwitch />
          {status === "signed-in" && <SignOut />}
        </div>
      </div>
    </header>
  )
}

// The name stays in English beside its translation: whoever cannot read the page must still find the way out of it.
function LanguageSwitch() {
  const { language, setLanguage } = useLanguage()
  const words = useWords(shellWords)
  const name = language === "en" ? words.language : `${words.language} / Language`
  return (
    <select
      aria-label={name}
      className="language"
      value={language}
      onChange={(event) => {
        if (isLanguage(event.target.value)) setLanguage(event.target.value)
      }}
    >
      {Object.entries(languages).map(([tag, label]) => (
        <option key={tag} value={tag} lang={tag}>
          {label}
        </option>
      ))}
    </select>
  )
}
