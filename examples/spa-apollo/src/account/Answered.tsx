import type { ReactNode } from "react"
import { useWords } from "../i18n/language.js"
import { ProblemNote } from "../kit/ProblemNote.js"
import { accountWords } from "./words.js"

interface AnsweredProps<Data, Part> {
  /** The query, as useQuery gives it. */
  readonly asked: {
    readonly data?: Data | undefined
    readonly previousData?: Data | undefined
    readonly error?: Error | undefined
    readonly loading: boolean
    readonly refetch: () => Promise<unknown>
  }
  /** The part of the answer that is drawn. */
  readonly of: (data: Data) => Part | null | undefined
  readonly children: (part: Part) => ReactNode
}

/**
 * What a query answered; until then that it is under way, or what broke and the way to ask again. What was answered before
 * stays while it is asked again: a new sign-in empties the cache, and what the user has begun on the page must outlive that.
 */
export function Answered<Data, Part>({ asked, of, children }: AnsweredProps<Data, Part>) {
  const words = useWords(accountWords)
  const data = asked.data ?? (asked.loading ? asked.previousData : undefined)
  const part = data === undefined ? undefined : of(data)
  if (part !== null && part !== undefined) return children(part)
  if (asked.loading) return <p aria-busy="true">{words.loading}</p>
  return (
    <>
      <ProblemNote fault={asked.error ?? new Error("The server answered a query with nothing.")} />
      <button
        type="button"
        className="secondary account-button"
        onClick={() => {
          // What breaks again is in asked.error again.
          asked.refetch().catch(() => undefined)
        }}
      >
        {words.reload}
      </button>
    </>
  )
}
