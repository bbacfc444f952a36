import type { Challenge, ChallengeName } from "@usher/apollo"
import type { UseAuthFlow } from "@usher/apollo/react"

/** What the form of one kind of challenge is given. */
export interface StepProps<Name extends ChallengeName> {
  readonly flow: UseAuthFlow
  readonly challenge: Extract<Challenge, { readonly __typename: Name }>
}

/** The account that signs in. */
export function usernameOf({ step }: UseAuthFlow): string {
  return step.kind === "challenge" ? step.username : ""
}
