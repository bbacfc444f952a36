/** Tells that something worked, politely: it is read out when the reader is done with what it is saying. */
export function Saved({ children }: { readonly children: string | null }) {
  // The region is there before its text: one that comes with its text is not read out everywhere.
  return (
    <p role="status" className={children === null ? "saved" : "saved note"}>
      {children}
    </p>
  )
}
