import type { OperationVariables, TypedDocumentNode } from "@apollo/client"
import { useApolloClient } from "@apollo/client/react"
import { isProblem, retryAfter } from "@usher/apollo"
import { useCallback, useRef, useState } from "react"
import type { ProblemLike } from "../kit/problem.js"
import { useReauthentication } from "./reauthentication.js"

const millisecondsPerSecond = 1000

/** Where an act stands. */
export interface ActState {
  readonly pending: boolean
  /** The answer to the last try, where it was a problem. */
  readonly problem: ProblemLike | null
  /** What broke in the last try. */
  readonly fault: Error | null
  /** When trying again makes sense, after RATE_LIMITED; by this machine's clock. */
  readonly waitUntil: Date | null
}

/** Something that the user does to the account, and where it stands. */
export interface Act {
  readonly state: ActState
  /**
   * Sends a mutation. Where it asks for a recent sign-in the user is asked to prove who they are, and then it is sent again.
   *
   * @param send sends it and gives what its one field answered.
   * @returns what was answered, or null where it did not work or the user gave up; the state has the reason.
   */
  readonly run: <Answer>(send: () => Promise<Answer>) => Promise<Success<Answer> | null>
  /** Forgets the last try. Of one that is under way `run` gives null: what it does is done, but nobody waits for it. */
  readonly clear: () => void
}

/** The members of a result union that are no problem. */
export type Success<Answer> = Exclude<Answer, { readonly code: string }>

/** Nothing was tried. */
export const atRest: ActState = { pending: false, problem: null, fault: null, waitUntil: null }

/** One thing that a page lets the user do. */
export function useAct(): Act {
  const reauthenticate = useReauthentication()
  const [state, setState] = useState(atRest)
  const current = useRef(0)

  const run = useCallback(
    async <Answer>(send: () => Promise<Answer>): Promise<Success<Answer> | null> => {
      const mine = ++current.current
      const tell = (next: ActState) => {
        if (mine === current.current) setState(next)
      }
      tell({ ...atRest, pending: true })
      try {
        let answer = await send()
        if (problemOf(answer)?.code === "REAUTHENTICATION_REQUIRED") {
          if (!(await reauthenticate())) {
            tell(atRest)
            return null
          }
          answer = await send()
        }
        const problem = problemOf(answer)
        tell({ ...atRest, problem, waitUntil: inSeconds(retryAfter(answer)) })
        return problem === null && mine === current.current ? (answer as Success<Answer>) : null
      } catch (thrown) {
        const fault = thrown instanceof Error ? thrown : new Error("What was thrown is no error.", { cause: thrown })
        tell({ ...atRest, fault, waitUntil: inSeconds(retryAfter(thrown)) })
        return null
      }
    },
    [reauthenticate],
  )
  const clear = useCallback(() => {
    current.current++
    setState(atRest)
  }, [])
  return { state, run, clear }
}

/**
 * A function that sends a mutation of one field and gives what the field answered. It throws what broke: the network, or
 * errors of GraphQL.
 */
export function useSend<Data extends object, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
): (variables: Variables) => Promise<Data[keyof Data]> {
  const client = useApolloClient()
  return useCallback(
    async (variables: Variables) => {
      const { data } = await client.mutate<Data, OperationVariables>({ mutation, variables })
      const [answer] = Object.values<Data[keyof Data]>((data ?? {}) as Record<string, Data[keyof Data]>)
      if (answer === undefined || answer === null) throw new Error("The server answered a mutation with nothing.")
      return answer
    },
    [client, mutation],
  )
}

function problemOf(answer: unknown): ProblemLike | null {
  return isProblem(answer) ? (answer as ProblemLike) : null
}

function inSeconds(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(Date.now() + seconds * millisecondsPerSecond)
}
