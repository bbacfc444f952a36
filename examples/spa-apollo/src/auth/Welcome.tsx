import { useSession } from "@usher/apollo/react"
import { Link, Navigate } from "react-router"
import { useWords } from "../i18n/language.js"
import { Page } from "../kit/Page.js"
import { Loading } from "../layout/Loading.js"
import { useSettings } from "../session/settings.js"
import { home } from "./place.js"
import { useFormRules } from "./rules.js"
import { welcomeWords } from "./welcomeWords.js"

/** The start page: what to do first. In local mode, where everybody is new, it says how to get the first code. */
export function Welcome() {
  const words = useWords(welcomeWords)
  const session = useSession()
  const { mailbox } = useSettings()
  const signUpOpen = useFormRules()?.signUpOpen !== false
  if (session.status === "signed-in") return <Navigate to={home} replace />
  if (session.status === "unknown" && session.fault === null) return <Loading />
  return (
    <Page title={words.title}>
      <p>{words.intro}</p>
      {mailbox && signUpOpen && (
        <ol className="steps">
          <li>{words.stepAddress}</li>
          <li>
            {words.stepCode}{" "}
            <a href="/mailbox" target="usher-mailbox">
              {words.openMailbox}
            </a>
          </li>
          <li>{words.stepAccount}</li>
        </ol>
      )}
      <div className="choices">
        {signUpOpen && (
          <Link className="button" to="/sign-up">
            {words.signUp}
          </Link>
        )}
        <Link className="button secondary" to="/sign-in">
          {words.signIn}
        </Link>
      </div>
    </Page>
  )
}
