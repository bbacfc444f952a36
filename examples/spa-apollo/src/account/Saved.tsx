import { useEffect, useRef } from "react"

/**
 * Tells that something worked, politely: it is read out when the reader is done with what it is saying. Where what had the
 * focus is gone with that, such as the button of a deleted item, the focus comes here and not to the top of the page.
 */
export function Saved({ children }: { readonly children: string | null }) {
  const region = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (children !== null && document.activeElement === document.body) region.current?.focus()
  }, [children])
  // The region is there before its text: one that comes with its text is not read out everywhere.
  return (
    <p ref={region} role="status" tabIndex={-1} className={children === null ? "saved" : "saved note"}>
      {children}
    </p>
  )
}
