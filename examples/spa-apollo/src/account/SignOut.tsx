import { useSession } from "@usher/apollo/react"
import { useWords } from "../i18n/language.js"
import { useAct } from "./act.js"
import { ActButton } from "./ActButton.js"
import { ActNote } from "./ActNote.js"
import { accountWords } from "./words.js"

/** Ends the session of this browser, in all its tabs. The answer ends the page around it, too. */
export function SignOut() {
  const words = useWords(accountWords)
  const { signOut } = useSession()
  const act = useAct()
  return (
    <>
      <ActButton act={act.state} onClick={() => act.run(() => signOut())}>
        {words.signOut}
      </ActButton>
      <ActNote act={act.state} />
    </>
  )
}
