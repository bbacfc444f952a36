import { useSession } from "@usher/apollo/react"
import { useState } from "react"
import { useWords } from "../i18n/language.js"
import { ProblemNote } from "../kit/ProblemNote.js"
import { shellWords } from "../layout/words.js"

/** Signs out here, in every tab. Where that fails nothing has ended, and it says so. */
export function SignOut() {
  const words = useWords(shellWords)
  const { signOut } = useSession()
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<Error | null>(null)

  const end = async () => {
    if (pending) return
    setPending(true)
    setFault(null)
    try {
      await signOut()
    } catch (cause) {
      setFault(cause instanceof Error ? cause : new Error(String(cause)))
    }
    setPending(false)
  }

  return (
    <>
      <button type="button" className="secondary small" aria-disabled={pending} onClick={() => void end()}>
        {words.signOut}
      </button>
      <ProblemNote fault={fault} />
    </>
  )
}
