import type { CodegenConfig } from "@graphql-codegen/cli";

// Writes src/operations/*.generated.ts from the server's schema and the documents of operations/.
const config: CodegenConfig = {
  schema: "../../graph/schema/*.graphqls",
  documents: "operations/*.graphql",
  generates: {
    "src/operations/documents.generated.ts": {
      plugins: ["typescript", "typescript-operations", "./codegen-documents.mjs"],
      config: {
        onlyOperationTypes: true,
        enumsAsTypes: true,
        // The cache adds __typename to every selection.
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        immutableTypes: true,
        avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
        inputMaybeValue: "T | null | undefined",
        defaultScalarType: "unknown",
        strictScalars: true,
        scalars: {
          ID: "string",
          EmailAddress: "string",
          PhoneNumber: "string",
          // What only goes in: nothing that comes out can have such a type.
          Password: { input: "string", output: "never" },
          OneTimeCode: { input: "string", output: "never" },
          Token: "string",
          ChallengeToken: "string",
          WebAuthnJSON: "Record<string, unknown>",
          DateTime: "string",
          Duration: "string",
          URL: "string",
        },
      },
    },
    "src/operations/possible-types.generated.ts": { plugins: ["./codegen-possible-types.mjs"] },
  },
};

export default config;
