import { useSession } from "@usher/apollo/react"
import { NavLink } from "react-router"
import { useWords } from "../i18n/language.js"
import { useAct } from "./act.js"
import { ActButton } from "./ActButton.js"
import { ActNote } from "./ActNote.js"
import { accountWords } from "./words.js"

/** The ways between the pages of the account, and out of it. */
export function AccountBar() {
  const words = useWords(accountWords)
  const { signOut } = useSession()
  const act = useAct()
  return (
    <div className="wide">
      <div className="account-bar">
        <nav className="account-nav" aria-label={words.account}>
          <NavLink to="/account/profile">{words.profile}</NavLink>
          <NavLink to="/account/security">{words.security}</NavLink>
          <NavLink to="/account/sessions">{words.sessions}</NavLink>
        </nav>
        <ActButton act={act.state} onClick={() => void act.run(() => signOut())}>
          {words.signOut}
        </ActButton>
      </div>
      <ActNote act={act.state} />
    </div>
  )
}
