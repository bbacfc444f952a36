import { SetUpTotpDocument, type EnrollmentFragment, type FactorsFragment } from "@usher/apollo/operations"
import { useState } from "react"
import { useWords } from "../../i18n/language.js"
import { useAct, useSend, type ActState } from "../act.js"
import { ActButton } from "../ActButton.js"
import { ActNote } from "../ActNote.js"
import { useFocusOn } from "../focus.js"
import { AppSetUp } from "./AppSetUp.js"
import { FactorItem } from "./FactorItem.js"
import { securityWords } from "./words.js"

interface AppFactorProps {
  readonly factors: FactorsFragment
  readonly act: ActState
  readonly onTurnOn: () => void
  readonly onTurnOff: () => void
  /** A new app is proven, and on. */
  readonly onSetUp: () => void
}

/** The authenticator app. Setting one up takes the place of the one before. */
export function AppFactor({ factors, act, onTurnOn, onTurnOff, onSetUp }: AppFactorProps) {
  const words = useWords(securityWords)
  const begin = useAct()
  const setUp = useSend(SetUpTotpDocument)
  const [enrollment, setEnrollment] = useState<EnrollmentFragment | null>(null)
  const box = useFocusOn<HTMLLIElement>(enrollment === null ? "closed" : "open")
  const on = factors.enabled.includes("TOTP")
  const known = on || factors.available.includes("TOTP")

  const start = async () => {
    const answer = await begin.run(() => setUp({}))
    if (answer !== null) setEnrollment(answer)
  }
  const finish = () => {
    setEnrollment(null)
    onSetUp()
  }

  return (
    <FactorItem
      ref={box}
      title={words.app}
      text={words.appText}
      on={on}
      act={act}
      // While an app is set up its own button turns it on: two of one name would be a riddle.
      onSwitch={known && enrollment === null ? (on ? onTurnOff : onTurnOn) : null}
      actions={
        enrollment === null && (
          <ActButton act={begin.state} onClick={start}>
            {known ? words.replaceApp : words.setUpApp}
          </ActButton>
        )
      }
    >
      <ActNote act={begin.state} />
      {enrollment !== null && <AppSetUp enrollment={enrollment} onDone={finish} onCancel={() => setEnrollment(null)} />}
    </FactorItem>
  )
}
