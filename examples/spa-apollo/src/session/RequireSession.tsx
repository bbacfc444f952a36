import { useSession } from "@usher/apollo/react"
import { createContext, useContext, useRef, type ReactNode, type RefObject } from "react"
import { Navigate, useLocation } from "react-router"
import { home, type SignInState } from "../auth/place.js"
import { useWords } from "../i18n/language.js"
import { ProblemNote } from "../kit/ProblemNote.js"
import { Loading } from "../layout/Loading.js"
import { shellWords } from "../layout/words.js"

// Whether it is the account that ends, and not just the session.
const Farewell = createContext<RefObject<boolean> | null>(null)

/**
 * A function that says, before the account's deletion is sent, that the session will end with the account; false takes it
 * back. The page is gone before the answer is there, and the sign-in page tells what became of it.
 */
export function useFarewell(): (deleting: boolean) => void {
  const farewell = useContext(Farewell)
  return (deleting) => {
    if (farewell !== null) farewell.current = deleting
  }
}

/** Draws what only signed-in users see. Others are led to sign in, and back here after that. */
export function RequireSession({ children }: { readonly children: ReactNode }) {
  const words = useWords(shellWords)
  const { status, reason, fault, refetch } = useSession()
  const location = useLocation()
  const farewell = useRef(false)
  if (status === "signed-in") return <Farewell value={farewell}>{children}</Farewell>
  if (status === "unknown") {
    if (fault === null) return <Loading />
    return (
      <>
        <ProblemNote fault={fault} />
        <button type="button" onClick={() => void refetch()}>
          {words.retry}
        </button>
      </>
    )
  }
  // Whoever signed out by themselves begins at home the next time, whoever it then is.
  const from = reason === "signed-out" ? home : location.pathname + location.search
  const state: SignInState = { from, deleted: reason === "signed-out" && farewell.current }
  return <Navigate to="/sign-in" state={state} replace />
}
