import { useId, type ReactNode, type Ref } from "react"
import { useWords } from "../../i18n/language.js"
import type { ActState } from "../act.js"
import { ActButton } from "../ActButton.js"
import { securityWords } from "./words.js"

interface FactorItemProps {
  readonly ref?: Ref<HTMLLIElement>
  readonly title: string
  readonly text: string | null
  readonly on: boolean
  readonly act: ActState
  /** Turns the factor on or off; null where it cannot be done yet. */
  readonly onSwitch: (() => void) | null
  /** The switch's name for screen readers, where the page has several of its text. It begins with the text. */
  readonly label?: string
  /** What stands beside the switch. */
  readonly actions?: ReactNode
  /** What stands below, such as a form. */
  readonly children?: ReactNode
}

/** One second factor: what it is, whether it is on, and the switch. */
export function FactorItem({ ref, title, text, on, act, onSwitch, label, actions, children }: FactorItemProps) {
  const words = useWords(securityWords)
  const id = useId()
  return (
    <li ref={ref}>
      <div className="account-row">
        <div id={id}>
          <p className="account-fact">
            <strong>{title}</strong>
            <span className={on ? "badge good" : "badge"}>{on ? words.on : words.off}</span>
          </p>
          {text !== null && <small>{text}</small>}
        </div>
        <div className="account-actions">
          {actions}
          {onSwitch !== null && (
            <ActButton act={act} onClick={onSwitch} label={label} describedBy={id}>
              {on ? words.turnOff : words.turnOn}
            </ActButton>
          )}
        </div>
      </div>
      {children}
    </li>
  )
}
