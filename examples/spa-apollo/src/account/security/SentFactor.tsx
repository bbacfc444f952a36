import type { Factor, FactorsFragment } from "@usher/apollo/operations"
import { useWords } from "../../i18n/language.js"
import { factorNames } from "../../i18n/problems.js"
import type { ActState } from "../act.js"
import { FactorItem } from "./FactorItem.js"
import { securityWords } from "./words.js"

interface SentFactorProps {
  readonly factor: Extract<Factor, "EMAIL" | "SMS">
  readonly factors: FactorsFragment
  readonly act: ActState
  readonly onTurnOn: () => void
  readonly onTurnOff: () => void
}

/** Codes that are sent. They need somewhere to go that was proven. */
export function SentFactor({ factor, factors, act, onTurnOn, onTurnOff }: SentFactorProps) {
  const words = useWords(securityWords)
  const names = useWords(factorNames)
  const on = factors.enabled.includes(factor)
  const title = names[factor]
  const can = on || factors.available.includes(factor)
  return (
    <FactorItem
      title={title}
      text={can ? null : factor === "EMAIL" ? words.needsEmail : words.needsPhone}
      on={on}
      act={act}
      label={`${on ? words.turnOff : words.turnOn}: ${title}`}
      onSwitch={can ? (on ? onTurnOff : onTurnOn) : null}
    />
  )
}
