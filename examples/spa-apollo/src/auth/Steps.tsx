import type { UseAuthFlow } from "@usher/apollo/react"
import type { ReactNode } from "react"
import { Navigate } from "react-router"
import { Challenge } from "./challenges/Challenge.js"
import { ConfirmSignUp } from "./ConfirmSignUp.js"
import { home, useSignInState } from "./place.js"
import { ResetPassword } from "./ResetPassword.js"

interface StepsProps {
  readonly flow: UseAuthFlow
  /** What is drawn while nothing has begun. */
  readonly start: ReactNode
}

/** Draws the step at which a flow stands, and leads where the user wanted to go once it is done. */
export function Steps({ flow, start }: StepsProps) {
  const { from } = useSignInState()
  const { step } = flow
  switch (step.kind) {
    case "start":
      return start
    case "confirm-sign-up":
      return <ConfirmSignUp flow={flow} username={step.username} delivery={step.delivery} />
    case "reset-password":
      return <ResetPassword flow={flow} username={step.username} delivery={step.delivery} />
    case "challenge":
      // A key of its own for each challenge empties the fields: no code answers two.
      return <Challenge key={step.challenge.challenge} flow={flow} challenge={step.challenge} />
    case "done":
      return <Navigate to={from ?? home} replace />
  }
}
