import { useQuery } from "@apollo/client/react"
import { ConfigDocument, FactorsDocument, SetFactorPreferenceDocument, type Factor, type FactorsFragment } from "@usher/apollo/operations"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { useAct, useSend } from "../act.js"
import { ActNote } from "../ActNote.js"
import { Answered } from "../Answered.js"
import { Saved } from "../Saved.js"
import { Section } from "../Section.js"
import { AppFactor } from "./AppFactor.js"
import { FirstChoice } from "./FirstChoice.js"
import { SentFactor } from "./SentFactor.js"
import { securityWords } from "./words.js"

/** What is asked for after the password, as far as the pool allows anything. */
export function SecondStep() {
  const words = useWords(securityWords)
  const { data, previousData } = useQuery(ConfigDocument)
  const allowed = (data ?? previousData)?.config.secondFactors ?? []
  const asked = useQuery(FactorsDocument)
  if (allowed.length === 0) return null
  return (
    <Section title={words.secondStep}>
      <p>{words.secondStepText}</p>
      <Answered asked={asked} of={(data) => data.me?.factors}>
        {(factors) => <Factors allowed={allowed} factors={factors} />}
      </Answered>
    </Section>
  )
}

// What is told after it: the name of its words, so that they follow the language.
type Done = "factorOn" | "factorOff" | "saved"

interface FactorsProps {
  readonly allowed: ReadonlyArray<Factor>
  readonly factors: FactorsFragment
}

function Factors({ allowed, factors }: FactorsProps) {
  const words = useWords(securityWords)
  const act = useAct()
  const prefer = useSend(SetFactorPreferenceDocument)
  const [done, setDone] = useState<Done | null>(null)

  // What is asked for first has to be among what is asked for at all.
  const set = async (enabled: ReadonlyArray<Factor>, wish: Factor | null, told: Done) => {
    setDone(null)
    const preferred = wish !== null && enabled.includes(wish) ? wish : (enabled[0] ?? null)
    const answer = await act.run(() => prefer({ input: { enabled, preferred } }))
    if (answer !== null) setDone(told)
  }
  const turnOn = (factor: Factor) => set([...factors.enabled, factor], factors.preferred, "factorOn")
  const turnOff = (factor: Factor) =>
    set(
      factors.enabled.filter((one) => one !== factor),
      factors.preferred,
      "factorOff",
    )

  return (
    <>
      <ActNote act={act.state} />
      <ul className="account-list">
        {allowed.includes("TOTP") && (
          <AppFactor
            factors={factors}
            act={act.state}
            onTurnOn={() => turnOn("TOTP")}
            onTurnOff={() => turnOff("TOTP")}
            onSetUp={() => setDone("factorOn")}
          />
        )}
        {allowed
          .filter((factor) => factor === "EMAIL" || factor === "SMS")
          .map((factor) => (
            <SentFactor
              key={factor}
              factor={factor}
              factors={factors}
              act={act.state}
              onTurnOn={() => turnOn(factor)}
              onTurnOff={() => turnOff(factor)}
            />
          ))}
      </ul>
      {factors.enabled.length > 1 && (
        <FirstChoice factors={factors} act={act.state} onSave={(preferred) => set(factors.enabled, preferred, "saved")} />
      )}
      <Saved>{done === null ? null : words[done]}</Saved>
    </>
  )
}
