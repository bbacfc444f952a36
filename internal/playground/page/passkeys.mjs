// Runs the browser's part of a passkey: from the options in an answer to the
// credential in the variables of the operation that takes it.

// askedOf returns what an answer asks of the browser: { kind, options, from,
// goesTo }, or null; from and goesTo name the operation that was answered and
// the one that takes the credential.
export function askedOf({ fields, answer }) {
  for (const { name, key } of fields) {
    const value = answer.data?.[key];
    if (typeof value?.options !== "object" || value.options === null) continue;
    if (value.__typename === "PasskeyChallenge") return { kind: "get", options: value.options, challenge: value.challenge, from: name, goesTo: "respondToChallenge" };
    if (name === "startPasskeyRegistration") return { kind: "create", options: value.options, from: name, goesTo: "finishPasskeyRegistration" };
  }
  return null;
}

// credentialFor asks the browser. It must be called for a click: browsers refuse
// it otherwise. The browser's own window tells the user what to do.
export async function credentialFor({ kind, options }, { PublicKeyCredential, navigator } = globalThis) {
  if (!navigator.credentials || !PublicKeyCredential?.parseCreationOptionsFromJSON) {
    throw new Error("This browser makes no passkeys here: they need https or http://localhost, and a browser of 2025 or later.");
  }
  const credential =
    kind === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return credential.toJSON();
}

// variablesWith returns the text of the variables that take the credential.
export function variablesWith({ kind, challenge }, credential) {
  const input = kind === "create" ? { credential } : { answer: { passkey: credential }, challenge };
  return JSON.stringify({ input }, null, 2);
}
