import type { ReactNode } from "react"
import { useWords } from "../i18n/language.js"
import { ProblemNote } from "../kit/ProblemNote.js"
import { accountWords } from "./words.js"

interface AnsweredProps<Answer> {
  /** The query, as useQuery gives it. */
  readonly asked: { readonly error?: Error | undefined; readonly loading: boolean; readonly refetch: () => Promise<unknown> }
  /** What is drawn of its answer, as soon as it is there. */
  readonly answer: Answer | null | undefined
  readonly children: (answer: Answer) => ReactNode
}

/** What a query answered; until then that it is under way, or what broke and the way to ask again. */
export function Answered<Answer>({ asked, answer, children }: AnsweredProps<Answer>) {
  const words = useWords(accountWords)
  if (answer !== null && answer !== undefined) return children(answer)
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
