import { ProblemNote } from "../kit/ProblemNote.js"
import type { ActState } from "./act.js"

/** What became of an act that has no form: why it did not work, or nothing. */
export function ActNote({ act }: { readonly act: ActState }) {
  return <ProblemNote problem={act.problem} fault={act.fault} />
}
