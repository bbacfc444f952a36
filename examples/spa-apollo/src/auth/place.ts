import { useLocation, type Location } from "react-router"

/** What a page hands to the sign-in page, as the state of a navigation; it lives as long as the entry of the history. */
export interface SignInState {
  /** The path to go to after signing in, below the app's base. */
  readonly from?: string
  /** The account is no more: its user deleted it. */
  readonly deleted?: boolean
  /** The address that was typed on the page before. */
  readonly username?: string
}

/** The state that the page before handed over; empty where a user came by address. */
export function useSignInState(): SignInState {
  const { state }: Location<unknown> = useLocation()
  if (typeof state !== "object" || state === null) return {}
  const { deleted, from, username } = state as Record<string, unknown>
  return {
    ...(deleted === true ? { deleted } : {}),
    ...(typeof from === "string" ? { from } : {}),
    ...(typeof username === "string" ? { username } : {}),
  }
}

/** Where a user goes who wanted nothing in particular. */
export const home = "/account"
