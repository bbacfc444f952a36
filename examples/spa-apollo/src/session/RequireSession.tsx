import { useSession } from "@usher/apollo/react"
import type { ReactNode } from "react"
import { Navigate, useLocation } from "react-router"
import { home, type SignInState } from "../auth/place.js"
import { useWords } from "../i18n/language.js"
import { ProblemNote } from "../kit/ProblemNote.js"
import { shellWords } from "../layout/words.js"

/** Draws what only signed-in users see. Others are led to sign in, and back here after that. */
export function RequireSession({ children }: { readonly children: ReactNode }) {
  const words = useWords(shellWords)
  const { status, reason, fault, refetch } = useSession()
  const location = useLocation()
  if (status === "signed-in") return children
  if (status === "unknown") {
    if (fault === null) return <p aria-busy="true">{words.loading}</p>
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
  const state: SignInState = { from }
  return <Navigate to="/sign-in" state={state} replace />
}
