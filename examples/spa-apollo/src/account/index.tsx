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
    <ReauthenticationProvider>
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
