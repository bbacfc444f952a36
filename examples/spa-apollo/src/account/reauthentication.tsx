import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from "react"
import { ReauthenticationDialog } from "./ReauthenticationDialog.js"

type Reauthenticate = () => Promise<boolean>

const ReauthenticationContext = createContext<Reauthenticate>(() => Promise.resolve(false))

/**
 * Asks whoever is signed in to prove who they are once more.
 *
 * @returns a function that opens the dialogue and ends with it: true where the user has signed in anew, false where they
 *   gave up. While the dialogue is open, further calls wait for the same end.
 */
export function useReauthentication(): Reauthenticate {
  return useContext(ReauthenticationContext)
}

/** Lets the pages below ask for a recent sign-in. */
export function ReauthenticationProvider({ children }: { readonly children: ReactNode }) {
  const waiting = useRef<Array<(proven: boolean) => void>>([])
  const [open, setOpen] = useState(false)

  const reauthenticate = useCallback<Reauthenticate>(
    () =>
      new Promise((resolve) => {
        waiting.current.push(resolve)
        setOpen(true)
      }),
    [],
  )

  const end = useCallback((proven: boolean) => {
    setOpen(false)
    for (const resolve of waiting.current.splice(0)) resolve(proven)
  }, [])

  return (
    <ReauthenticationContext value={reauthenticate}>
      {children}
      {open && <ReauthenticationDialog onEnd={end} />}
    </ReauthenticationContext>
  )
}
