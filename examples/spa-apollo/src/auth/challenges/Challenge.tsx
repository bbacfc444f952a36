import type { Challenge as AnyChallenge } from "@usher/apollo"
import type { UseAuthFlow } from "@usher/apollo/react"
import { useWords } from "../../i18n/language.js"
import { challengeTitles } from "../../i18n/problems.js"
import { Page } from "../../kit/Page.js"
import { authWords } from "../words.js"
import { CodeStep } from "./CodeStep.js"
import { CustomStep } from "./CustomStep.js"
import { MfaSetupStep } from "./MfaSetupStep.js"
import { NewPasswordStep } from "./NewPasswordStep.js"
import { PasskeyStep } from "./PasskeyStep.js"
import { SelectFactorStep } from "./SelectFactorStep.js"
import { TotpStep } from "./TotpStep.js"

interface ChallengeProps {
  readonly flow: UseAuthFlow
  readonly challenge: AnyChallenge
}

/** What a step of signing in asks for, and the way back to the beginning. */
export function Challenge({ flow, challenge }: ChallengeProps) {
  const words = useWords(authWords)
  const titles = useWords(challengeTitles)
  return (
    <Page title={titles[challenge.__typename]}>
      <Step flow={flow} challenge={challenge} />
      <div className="more">
        <button type="button" className="as-link" onClick={flow.restart}>
          {words.startOver}
        </button>
      </div>
    </Page>
  )
}

/** The form of a challenge, without a page around it. */
export function Step({ flow, challenge }: ChallengeProps) {
  switch (challenge.__typename) {
    case "TotpChallenge":
      return <TotpStep flow={flow} challenge={challenge} />
    case "CodeChallenge":
      return <CodeStep flow={flow} challenge={challenge} />
    case "NewPasswordChallenge":
      return <NewPasswordStep flow={flow} challenge={challenge} />
    case "SelectFactorChallenge":
      return <SelectFactorStep flow={flow} challenge={challenge} />
    case "MfaSetupChallenge":
      return <MfaSetupStep flow={flow} challenge={challenge} />
    case "PasskeyChallenge":
      return <PasskeyStep flow={flow} />
    case "CustomChallenge":
      return <CustomStep flow={flow} challenge={challenge} />
  }
}
