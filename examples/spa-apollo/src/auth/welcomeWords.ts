import type { Catalogue } from "../i18n/language.js"

/** The words of the start page. */
export const welcomeWords = {
  en: {
    intro: "An account of your own in a minute: sign up, sign in, and decide how you prove that it is you.",
    openMailbox: "Open the mailbox",
    signIn: "Sign in",
    signUp: "Create an account",
    stepAccount: "Choose a password, and you are in: add a passkey or an authenticator app, and see where you are signed in.",
    stepAddress: "Create an account with any address, such as ada@example.com. No mail leaves this machine.",
    stepCode: "The code that proves the address is in the mailbox, in a tab of its own.",
    title: "Welcome",
  },
  de: {
    intro: "Ein eigenes Konto in einer Minute: registrieren, anmelden und festlegen, womit Sie sich ausweisen.",
    openMailbox: "Postfach öffnen",
    signIn: "Anmelden",
    signUp: "Konto anlegen",
    stepAccount:
      "Wählen Sie ein Passwort, und Sie sind drin: Richten Sie einen Passkey oder eine Authenticator-App ein, und sehen Sie, wo Sie angemeldet sind.",
    stepAddress: "Legen Sie ein Konto an, mit irgendeiner Adresse wie ada@example.com. Keine E-Mail verlässt diesen Rechner.",
    stepCode: "Der Code, der die Adresse bestätigt, liegt im Postfach, in einem eigenen Tab.",
    title: "Willkommen",
  },
} satisfies Catalogue<Record<string, string>>
