import type { CodegenConfig } from "@graphql-codegen/cli"

// Types for the app's own queries. The operations of signing in come, typed, with @usher/apollo.
const config: CodegenConfig = {
  // Outside of Usher's repository: the address of a running Usher, such as http://127.0.0.1:8080/graphql.
  schema: "../../graph/schema/*.graphqls",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**"],
  generates: {
    "./src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        immutableTypes: true,
        // Apollo Client asks for __typename by itself, so that a switch on it may rely on it.
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        strictScalars: true,
        useTypeImports: true,
        // Secrets go in and never come out; what reads one is a mistake that does not compile.
        scalars: {
          ChallengeToken: "string",
          DateTime: "string",
          Duration: "string",
          EmailAddress: "string",
          OneTimeCode: { input: "string", output: "never" },
          Password: { input: "string", output: "never" },
          PhoneNumber: "string",
          Token: "string",
          URL: "string",
          WebAuthnJSON: { input: "object", output: "object" },
        },
      },
    },
  },
}

export default config
