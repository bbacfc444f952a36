import { useQuery } from "@apollo/client/react"
import { graphql } from "../gql/index.js"

// What the forms need to know of the pool. `sealing` is not asked for: it is good once, and the flow asks for it itself.
const formRulesDocument = graphql(`
  query FormRules {
    config {
      signUpOpen
      passwordPolicy {
        minLength
        rules
      }
      firstFactors
    }
  }
`)

/** What the pool allows; undefined until it is known, which no form waits for. */
export function useFormRules() {
  return useQuery(formRulesDocument).data?.config
}
