// What answers each kind of challenge, as the variables of respondToChallenge.

// The password that replaces a temporary one; it meets the policy of the embedded pool.
const NEW_PASSWORD = "Correct-Horse-1";

const ANSWERS = {
  TotpChallenge: () => ({ totpCode: "" }),
  CodeChallenge: () => ({ code: "" }),
  NewPasswordChallenge: ({ requiredAttributes = [] }) => ({
    newPassword: { password: NEW_PASSWORD, attributes: requiredAttributes.map((name) => ({ name, value: "" })) },
  }),
  // With PASSWORD alone the password itself is the answer.
  SelectFactorChallenge: ({ factors = [] }) => {
    const other = factors.find((factor) => factor !== "PASSWORD");
    return other ? { factor: other } : { password: "" };
  },
  MfaSetupChallenge: () => ({ totpSetup: { code: "", deviceName: "My phone" } }),
  PasskeyChallenge: () => ({ passkey: {} }),
  CustomChallenge: () => ({ custom: "" }),
};

const WORDS = {
  TotpChallenge: "The sign-in asks for the code that the authenticator app shows.",
  CodeChallenge: "The sign-in asks for a code, which was sent.",
  NewPasswordChallenge: "The password is temporary: the sign-in asks for a new one.",
  SelectFactorChallenge: "The sign-in asks how to go on.",
  MfaSetupChallenge: "The sign-in asks for an authenticator app to be set up.",
  PasskeyChallenge: "The sign-in asks for a passkey.",
};

// isChallenge takes the value of an answer's field.
export function isChallenge(value) {
  return typeof value?.challenge === "string";
}

export function wordsFor(value) {
  return WORDS[value.__typename] ?? "The sign-in asks for a next step.";
}

// variablesFor returns the text of the variables that take the answer, which goes
// before the challenge: that is of some thousand letters.
export function variablesFor(value) {
  const answer = ANSWERS[value.__typename]?.(value) ?? { code: "" };
  return JSON.stringify({ input: { answer, challenge: value.challenge } }, null, 2);
}
