import { useApolloClient, useQuery } from "@apollo/client/react"
import {
  RevokeSessionDocument,
  SessionsDocument,
  SignOutOthersDocument,
  type ActiveSessionDetailsFragment,
} from "@usher/apollo/operations"
import { useSession } from "@usher/apollo/react"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { Page } from "../../kit/Page.js"
import { useAct, useSend } from "../act.js"
import { ActButton } from "../ActButton.js"
import { ActNote } from "../ActNote.js"
import { Answered } from "../Answered.js"
import { Saved } from "../Saved.js"
import { accountWords } from "../words.js"
import { SessionItem } from "./SessionItem.js"
import { sessionsWords } from "./words.js"

/** Where the user is signed in, and the ways to end that. */
export function SessionsPage() {
  const words = useWords(sessionsWords)
  const title = useWords(accountWords).sessions
  // Other devices change the list, so what was read before is shown only until the server has answered.
  const asked = useQuery(SessionsDocument, { fetchPolicy: "cache-and-network" })
  return (
    <Page title={title} width="wide">
      <p>{words.text}</p>
      <Answered asked={asked} of={(data) => data.sessions}>
        {(sessions) => <SessionList sessions={sessions} />}
      </Answered>
    </Page>
  )
}

// What is told after it: the name of its words, so that they follow the language.
type Done = "ended" | "othersEnded"

function SessionList({ sessions }: { readonly sessions: ReadonlyArray<ActiveSessionDetailsFragment> }) {
  const words = useWords(sessionsWords)
  const client = useApolloClient()
  const { signOut } = useSession()
  const act = useAct()
  const revoke = useSend(RevokeSessionDocument)
  const signOutOthers = useSend(SignOutOthersDocument)
  const [done, setDone] = useState<Done | null>(null)

  const show = (left: ReadonlyArray<ActiveSessionDetailsFragment>, told: Done) => {
    client.writeQuery({ query: SessionsDocument, data: { sessions: left } })
    setDone(told)
  }
  const end = async (id: string) => {
    setDone(null)
    const answer = await act.run(() => revoke({ input: { id } }))
    if (answer !== null) show(answer.sessions, "ended")
  }
  const endOthers = async () => {
    setDone(null)
    const answer = await act.run(() => signOutOthers({}))
    if (answer !== null) show(answer.sessions, "othersEnded")
  }
  // The answer ends the session of this page, and with it the page.
  const endAll = () => act.run(() => signOut({ everywhere: true }))

  return (
    <div className="account-section">
      <ActNote act={act.state} />
      <ul className="account-list">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} act={act.state} onEnd={() => end(session.id)} />
        ))}
      </ul>
      <Saved>{done === null ? null : words[done]}</Saved>
      <div className="account-actions">
        {sessions.length > 1 && (
          <ActButton act={act.state} onClick={endOthers}>
            {words.signOutOthers}
          </ActButton>
        )}
        <ActButton act={act.state} onClick={endAll} kind="danger" describedBy="everywhere">
          {words.signOutEverywhere}
        </ActButton>
      </div>
      <small id="everywhere">{words.everywhereText}</small>
    </div>
  )
}
