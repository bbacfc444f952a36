import { useSession } from "@usher/apollo/react"
import { useState } from "react"
import { NavLink, Navigate, Route, Routes } from "react-router"
import { useWords } from "../i18n/language.js"
import { NotFound } from "../layout/NotFound.js"
import "./account.css"
import { ProfilePage } from "./profile/ProfilePage.js"
import { ReauthenticationProvider } from "./reauthentication.js"
import { SecurityPage } from "./security/SecurityPage.js"
import { SessionsPage } from "./sessions/SessionsPage.js"
import { accountWords } from "./words.js"

/** The pages of the account, below /account. Whoever draws them sees to it that somebody is signed in. */
export function Account() {
  return (
    // Another user begins with nothing of the one before.
    <ReauthenticationProvider key={useOwner()}>
      <AccountNavigation />
      <Routes>
        <Route index element={<Navigate to="profile" replace />} />
        <Route path="profile" element={<ProfilePage />} />
        <Route path="security" element={<SecurityPage />} />
        <Route path="sessions" element={<SessionsPage />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </ReauthenticationProvider>
  )
}

/** The id of whoever is signed in, as last known: while the server is asked anew it is the same user still. */
function useOwner(): string | undefined {
  const id = useSession().me?.id
  const [owner, setOwner] = useState(id)
  if (id !== undefined && id !== owner) setOwner(id)
  return id ?? owner
}

function AccountNavigation() {
  const words = useWords(accountWords)
  return (
    <nav className="account-nav wide" aria-label={words.account}>
      <NavLink to="/account/profile">{words.profile}</NavLink>
      <NavLink to="/account/security">{words.security}</NavLink>
      <NavLink to="/account/sessions">{words.sessions}</NavLink>
    </nav>
  )
}
