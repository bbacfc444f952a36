import type { ActiveSessionDetailsFragment } from "@usher/apollo/operations"
import { useId } from "react"
import { useFormats } from "../../i18n/format.js"
import { useWords } from "../../i18n/language.js"
import type { ActState } from "../act.js"
import { ActButton } from "../ActButton.js"
import { sessionsWords } from "./words.js"

interface SessionItemProps {
  readonly session: ActiveSessionDetailsFragment
  readonly act: ActState
  readonly onEnd: () => void
}

/** One session of the list. The one that looks at the list is marked; it ends by signing out. */
export function SessionItem({ session, act, onEnd }: SessionItemProps) {
  const words = useWords(sessionsWords)
  const formats = useFormats()
  const id = useId()
  return (
    <li className="account-row">
      <div id={id}>
        <p className="account-fact">
          <strong>{session.device ?? words.unknownDevice}</strong>
          {session.current && <span className="badge good">{words.thisOne}</span>}
        </p>
        <ul className="account-details">
          {session.address != null && <li>{words.network(session.address)}</li>}
          <li>{words.lastUsed(formats.dateTime(session.lastSeenAt))}</li>
          <li>{words.since(formats.dateTime(session.createdAt))}</li>
        </ul>
      </div>
      {!session.current && (
        <ActButton act={act} onClick={onEnd} describedBy={id}>
          {words.end}
        </ActButton>
      )}
    </li>
  )
}
