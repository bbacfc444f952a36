import type { Catalogue } from "../i18n/language.js"

interface AccountWords {
  readonly account: string
  readonly cancel: string
  readonly profile: string
  readonly reload: string
  readonly loading: string
  readonly security: string
  readonly sessions: string
  readonly proveTitle: string
  readonly proveText: string
  readonly proveWith: (account: string) => string
  readonly password: string
  readonly signIn: string
  readonly signInWithPasskey: string
  readonly sendCode: string
}

/** The words around the pages of the account. */
export const accountWords: Catalogue<AccountWords> = {
  en: {
    account: "Account",
    cancel: "Cancel",
    profile: "Profile",
    reload: "Try again",
    loading: "Loading …",
    security: "Security",
    sessions: "Sessions",
    proveTitle: "Is it you?",
    proveText: "You signed in a while ago. Sign in again, and what you began goes on.",
    proveWith: (account) => `Your account: ${account}`,
    password: "Password",
    signIn: "Sign in",
    signInWithPasskey: "Sign in with a passkey",
    sendCode: "Send a code",
  },
  de: {
    account: "Konto",
    cancel: "Abbrechen",
    profile: "Profil",
    reload: "Noch einmal versuchen",
    loading: "Wird geladen …",
    security: "Sicherheit",
    sessions: "Sitzungen",
    proveTitle: "Sind Sie es?",
    proveText: "Ihre Anmeldung ist eine Weile her. Melden Sie sich noch einmal an, dann geht es weiter, wo Sie waren.",
    proveWith: (account) => `Ihr Konto: ${account}`,
    password: "Passwort",
    signIn: "Anmelden",
    signInWithPasskey: "Mit Passkey anmelden",
    sendCode: "Code senden",
  },
}
