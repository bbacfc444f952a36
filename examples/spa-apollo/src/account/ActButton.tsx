import type { ReactNode } from "react"
import { useFormats } from "../i18n/format.js"
import { useWords } from "../i18n/language.js"
import { useSecondsUntil } from "../kit/countdown.js"
import { kitWords } from "../kit/words.js"
import type { ActState } from "./act.js"

interface ActButtonProps {
  /** What the button does, or the busiest of what may not run beside it. */
  readonly act: ActState
  readonly onClick: () => void
  /** `secondary` unless said otherwise; `danger` for what cannot be undone. */
  readonly kind?: "primary" | "secondary" | "danger"
  /** The name for screen readers, where the text says too little by itself. It begins with the text. */
  readonly label?: string | undefined
  /** The id of what the button is about, where a page has several of one name. */
  readonly describedBy?: string
  readonly children: ReactNode
}

/**
 * A button outside of a form. As the forms' it says when the next try makes sense, and is never disabled in HTML's sense,
 * which would take the focus away from whoever just pressed it.
 */
export function ActButton({ act, onClick, kind = "secondary", label, describedBy, children }: ActButtonProps) {
  const words = useWords(kitWords)
  const formats = useFormats()
  const wait = useSecondsUntil(act.waitUntil)
  const resting = act.pending || wait > 0
  return (
    <button
      type="button"
      className={classes[kind]}
      aria-label={wait > 0 ? undefined : label}
      aria-describedby={describedBy}
      aria-busy={act.pending}
      aria-disabled={resting}
      onClick={() => {
        if (!resting) onClick()
      }}
    >
      {wait > 0 ? words.retryIn(formats.duration(wait)) : children}
    </button>
  )
}

const classes = { primary: "account-button", secondary: "secondary account-button", danger: "account-button danger" } as const
