import type { PasskeyDetailsFragment } from "@usher/apollo/operations"
import { useId } from "react"
import { useFormats } from "../../i18n/format.js"
import { useWords } from "../../i18n/language.js"
import type { ActState } from "../act.js"
import { ActButton } from "../ActButton.js"
import { securityWords } from "./words.js"

interface PasskeyItemProps {
  readonly passkey: PasskeyDetailsFragment
  readonly act: ActState
  readonly onDelete: () => void
}

/** One passkey of the list. */
export function PasskeyItem({ passkey, act, onDelete }: PasskeyItemProps) {
  const words = useWords(securityWords)
  const formats = useFormats()
  const id = useId()
  return (
    <li className="account-row">
      <div id={id}>
        <p className="account-fact">
          <strong>{passkey.name}</strong>
        </p>
        <small>{words.since(formats.dateTime(passkey.createdAt))}</small>
      </div>
      <ActButton act={act} onClick={onDelete} describedBy={id}>
        {words.delete}
      </ActButton>
    </li>
  )
}
