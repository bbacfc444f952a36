import { useQuery } from "@apollo/client/react"
import { createPasskey, passkeysAvailable } from "@usher/apollo"
import {
  ConfigDocument,
  DeletePasskeyDocument,
  FinishPasskeyRegistrationDocument,
  PasskeysDocument,
  StartPasskeyRegistrationDocument,
  type PasskeyDetailsFragment,
} from "@usher/apollo/operations"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { useAct, useSend } from "../act.js"
import { ActButton } from "../ActButton.js"
import { ActNote } from "../ActNote.js"
import { Answered } from "../Answered.js"
import { Saved } from "../Saved.js"
import { Section } from "../Section.js"
import { PasskeyItem } from "./PasskeyItem.js"
import { securityWords } from "./words.js"

/** The user's passkeys, where the pool takes them. */
export function Passkeys() {
  const words = useWords(securityWords)
  const { data, previousData } = useQuery(ConfigDocument)
  const allowed = (data ?? previousData)?.config.firstFactors ?? []
  const asked = useQuery(PasskeysDocument)
  if (!allowed.includes("PASSKEY")) return null
  return (
    <Section title={words.passkeys}>
      <p>{words.passkeysText}</p>
      <Answered asked={asked} of={(data) => data.me?.passkeys}>
        {(passkeys) => <PasskeyList passkeys={passkeys} />}
      </Answered>
    </Section>
  )
}

function PasskeyList({ passkeys }: { readonly passkeys: ReadonlyArray<PasskeyDetailsFragment> }) {
  const words = useWords(securityWords)
  const act = useAct()
  const start = useSend(StartPasskeyRegistrationDocument)
  const finish = useSend(FinishPasskeyRegistrationDocument)
  const remove = useSend(DeletePasskeyDocument)
  const [done, setDone] = useState<"passkeyAdded" | "passkeyDeleted" | null>(null)

  const add = async () => {
    setDone(null)
    const begun = await act.run(() => start({}))
    if (begun === null) return
    // What the browser's dialogue throws is told like any other fault.
    const kept = await act.run(async () => finish({ input: { credential: await createPasskey(begun.options) } }))
    if (kept !== null) setDone("passkeyAdded")
  }
  const drop = async (id: string) => {
    setDone(null)
    if ((await act.run(() => remove({ input: { id } }))) !== null) setDone("passkeyDeleted")
  }

  return (
    <>
      <ActNote act={act.state} />
      {passkeys.length === 0 ? (
        <p>{words.noPasskeys}</p>
      ) : (
        <ul className="account-list">
          {passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} act={act.state} onDelete={() => drop(passkey.id)} />
          ))}
        </ul>
      )}
      <Saved>{done === null ? null : words[done]}</Saved>
      {passkeysAvailable() ? (
        <ActButton act={act.state} onClick={add}>
          {words.addPasskey}
        </ActButton>
      ) : (
        <p>{words.passkeysUnsupported}</p>
      )}
    </>
  )
}
