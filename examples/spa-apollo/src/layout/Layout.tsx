import { Outlet } from "react-router"
import { useWords } from "../i18n/language.js"
import { Header } from "./Header.js"
import { Offline } from "./Offline.js"
import { shellWords } from "./words.js"

/** What every page has around it. The target of the skip link takes the focus, so that Tab goes on from there. */
export function Layout() {
  const words = useWords(shellWords)
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Header />
      <Offline />
      <main id="content" className="container" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  )
}
