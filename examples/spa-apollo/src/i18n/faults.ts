import { CombinedGraphQLErrors, ServerError } from "@apollo/client"
import { PasskeyError, type PasskeyErrorKind } from "@usher/apollo"
import type { Catalogue } from "./language.js"

/** What can break that is no answer of the API: the network, the server, the browser's passkey dialogue. */
export type FaultKind =
  | "network"
  | "throttled"
  | "busy"
  | "unavailable"
  | "unknownOutcome"
  | "signedOut"
  | "forbidden"
  | `passkey-${PasskeyErrorKind}`
  | "other"

/** What a user is told of a fault. */
export const faultTexts: Catalogue<Record<FaultKind, string>> = {
  en: {
    network: "The server cannot be reached. Check your connection and try again.",
    throttled: "Too many requests. Wait a moment and try again.",
    busy: "The service is busy. Try again in a moment.",
    unavailable: "The service does not answer at the moment. Try again; nothing is lost.",
    unknownOutcome: "The answer was lost, so this may have worked. Try again; if a code is refused, have a new one sent.",
    signedOut: "You are signed out. Sign in again.",
    forbidden: "You may not do this.",
    "passkey-cancelled": "The passkey was not used: the dialogue was closed, or it took too long. Try again.",
    "passkey-exists": "This device has a passkey for your account already.",
    "passkey-failed": "The passkey could not be used. Try again, or take another way.",
    "passkey-unsupported": "Passkeys do not work here. Use a current browser, over https or on localhost.",
    "passkey-wrong-site": "Your passkeys belong to another address. Open this page there; in local mode at localhost.",
    other: "Something went wrong. Try again; if it stays, tell whoever runs the service.",
  },
  de: {
    network: "Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.",
    throttled: "Zu viele Anfragen. Warten Sie einen Moment und versuchen Sie es noch einmal.",
    busy: "Der Dienst ist ausgelastet. Versuchen Sie es gleich noch einmal.",
    unavailable: "Der Dienst antwortet gerade nicht. Versuchen Sie es noch einmal; nichts ist verloren.",
    unknownOutcome:
      "Die Antwort ging verloren, es kann also geklappt haben. Versuchen Sie es noch einmal; wird ein Code abgelehnt, lassen Sie sich einen neuen schicken.",
    signedOut: "Sie sind abgemeldet. Melden Sie sich neu an.",
    forbidden: "Das dürfen Sie nicht.",
    "passkey-cancelled":
      "Der Passkey wurde nicht benutzt: Der Dialog wurde geschlossen, oder es dauerte zu lange. Versuchen Sie es noch einmal.",
    "passkey-exists": "Dieses Gerät hat schon einen Passkey für Ihr Konto.",
    "passkey-failed": "Der Passkey ließ sich nicht benutzen. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.",
    "passkey-unsupported": "Passkeys gehen hier nicht. Nehmen Sie einen aktuellen Browser, über https oder auf localhost.",
    "passkey-wrong-site": "Ihre Passkeys gehören zu einer anderen Adresse. Öffnen Sie die Seite dort, im lokalen Betrieb auf localhost.",
    other: "Etwas ging schief. Versuchen Sie es noch einmal; bleibt es dabei, sagen Sie es den Betreibern.",
  },
}

// The codes of docs/errors.md that a user can do something about; the others are bugs, of the app or the server.
const kinds: Readonly<Record<string, FaultKind>> = {
  FORBIDDEN: "forbidden",
  OPERATION_TIMEOUT: "unknownOutcome",
  OUTCOME_UNKNOWN: "unknownOutcome",
  RATE_LIMITED: "throttled",
  UNAUTHENTICATED: "signedOut",
  UPSTREAM_THROTTLED: "busy",
  UPSTREAM_UNAVAILABLE: "unavailable",
}

/** Which kind of fault an error is, as Apollo Client or the browser throws it. */
export function faultKind(fault: unknown): FaultKind {
  if (fault instanceof PasskeyError) return `passkey-${fault.kind}`
  if (CombinedGraphQLErrors.is(fault)) return kinds[String(fault.errors[0]?.extensions?.["code"])] ?? "other"
  if (ServerError.is(fault)) return fault.statusCode === 429 ? "throttled" : fault.statusCode >= 500 ? "unavailable" : "other"
  // fetch throws a TypeError, and nothing more telling, when nothing came back.
  if (fault instanceof TypeError) return "network"
  return "other"
}
