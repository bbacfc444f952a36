import type { Factor, FactorsFragment } from "@usher/apollo/operations"
import { useId, useState } from "react"
import { useWords } from "../../i18n/language.js"
import { factorNames } from "../../i18n/problems.js"
import type { ActState } from "../act.js"
import { ActButton } from "../ActButton.js"
import { securityWords } from "./words.js"

interface FirstChoiceProps {
  readonly factors: FactorsFragment
  readonly act: ActState
  readonly onSave: (preferred: Factor | null) => void
}

/** Which of several second factors is asked for first. */
export function FirstChoice({ factors, act, onSave }: FirstChoiceProps) {
  const words = useWords(securityWords)
  const names = useWords(factorNames)
  const id = useId()
  const [chosen, setChosen] = useState<Factor | null>(factors.preferred)
  // What was turned off meanwhile cannot be the first.
  const value = chosen !== null && factors.enabled.includes(chosen) ? chosen : (factors.preferred ?? "")
  return (
    <div className="account-row">
      <div className="field">
        <label htmlFor={id}>{words.askedFirst}</label>
        <select id={id} value={value} onChange={(event) => setChosen(factors.enabled.find((one) => one === event.target.value) ?? null)}>
          {factors.preferred === null && <option value="" />}
          {factors.enabled.map((factor) => (
            <option key={factor} value={factor}>
              {names[factor]}
            </option>
          ))}
        </select>
      </div>
      <ActButton act={act} onClick={() => onSave(value === "" ? null : value)}>
        {words.save}
      </ActButton>
    </div>
  )
}
