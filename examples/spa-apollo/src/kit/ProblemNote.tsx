import type { ProblemCode } from "../gql/graphql.js"
import { faultKind, faultTexts } from "../i18n/faults.js"
import { useWords } from "../i18n/language.js"
import { problemTexts } from "../i18n/problems.js"
import type { ProblemLike } from "./problem.js"
import { ServerSentence } from "./ServerSentence.js"

export interface ProblemNoteProps {
  readonly problem?: ProblemLike | null
  readonly fault?: Error | null
  /** What is told instead of the catalogue's words, where the page knows better what went wrong. */
  readonly texts?: Readonly<Partial<Record<ProblemCode, string>>>
}

/** Tells a problem or a fault as an alert, which screen readers read out at once. Nothing, where there is neither. */
export function ProblemNote({ problem = null, fault = null, texts = {} }: ProblemNoteProps) {
  const problems = useWords(problemTexts)
  const faults = useWords(faultTexts)
  if (fault !== null) {
    return (
      <p role="alert" className="note bad">
        {faults[faultKind(fault)]}
      </p>
    )
  }
  if (problem === null) return null
  // A server that is newer than the app may answer a code that the catalogue lacks: then its own sentence has to do.
  const text: string | undefined = texts[problem.code] ?? problems[problem.code]
  return (
    <div role="alert" className="note bad">
      {text ?? <ServerSentence>{problem.message}</ServerSentence>}
      {problem.fields?.map(({ path, message }) => (
        <p key={path.join(".") + message}>
          <ServerSentence>{message}</ServerSentence>
        </p>
      ))}
    </div>
  )
}
