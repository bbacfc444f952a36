import { useId, useLayoutEffect, useRef, type ReactNode } from "react"

interface DialogProps {
  readonly title: string
  /** The user pressed Escape. What closes the dialogue is that it is no longer drawn. Undefined: it cannot be left now. */
  readonly onCancel: (() => void) | undefined
  readonly children: ReactNode
}

/** A modal dialogue: the browser keeps the focus in it, and gives it back to where it was. */
export function Dialog({ title, onCancel, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  // Before it is drawn and before it is taken away: only a dialogue that is closed gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // The browser would take the first field there is, also one that is there for password managers alone.
    element?.querySelector<HTMLElement>('input:not([tabindex="-1"])')?.focus()
    return () => element?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      className="account-dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        // Left to itself the browser would close what React still draws.
        event.preventDefault()
        onCancel?.()
      }}
      onClose={() => {
        // Pressed twice, Escape closes it whatever is said: then it is drawn anew, or given up.
        if (dialog.current === null || dialog.current.open) return
        if (onCancel === undefined) dialog.current.showModal()
        else onCancel()
      }}
    >
      <article>
        <h2 id={id}>{title}</h2>
        {children}
      </article>
    </dialog>
  )
}
