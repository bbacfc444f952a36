import type { Catalogue } from "../../i18n/language.js"

interface ProfileWords {
  readonly aboutYou: string
  readonly name: string
  readonly locale: string
  readonly localeHint: string
  readonly timeZone: string
  readonly notSaid: string
  readonly save: string
  readonly saved: string
  readonly confirm: string
  readonly codeSent: (destination: string) => string
  readonly codeOnItsWay: string
  readonly sendCode: string
  readonly sendCodeAgain: string
  readonly proven: string
  readonly notProven: string
  readonly none: string
  readonly email: ContactWords
  readonly phone: ContactWords
}

/** The words for one way to reach the user. */
export interface ContactWords {
  readonly title: string
  readonly change: string
  readonly confirmIt: string
  readonly field: string
  readonly hint: string
  readonly mistyped: string
  readonly changed: string
}

/** The words of the profile page. */
export const profileWords: Catalogue<ProfileWords> = {
  en: {
    aboutYou: "About you",
    name: "Name",
    locale: "Preferred language",
    localeHint: "For messages to you. This page follows the switch at the top.",
    timeZone: "Time zone",
    notSaid: "Not said",
    save: "Save",
    saved: "Saved.",
    confirm: "Confirm",
    codeSent: (destination) => `A code is on its way to ${destination}. Enter it here.`,
    codeOnItsWay: "A code is on its way. Enter it here.",
    sendCode: "Send a code",
    sendCodeAgain: "Send the code again",
    proven: "Confirmed",
    notProven: "Not confirmed yet",
    none: "None",
    email: {
      title: "E-mail address",
      change: "Change the e-mail address",
      confirmIt: "Confirm the e-mail address",
      field: "New e-mail address",
      hint: "A code goes there. Until you enter it the old address stays, where the service keeps it.",
      mistyped: "Please enter an e-mail address, such as ada@example.com.",
      changed: "The e-mail address is confirmed.",
    },
    phone: {
      title: "Phone number",
      change: "Change the phone number",
      confirmIt: "Confirm the phone number",
      field: "New phone number",
      hint: "With the country, such as +44 20 7946 0018. A code goes there by text message.",
      mistyped: "Please enter a number with its country, such as +44 20 7946 0018.",
      changed: "The phone number is confirmed.",
    },
  },
  de: {
    aboutYou: "Über Sie",
    name: "Name",
    locale: "Bevorzugte Sprache",
    localeHint: "Für Nachrichten an Sie. Diese Seite folgt der Auswahl oben.",
    timeZone: "Zeitzone",
    notSaid: "Keine Angabe",
    save: "Speichern",
    saved: "Gespeichert.",
    confirm: "Bestätigen",
    codeSent: (destination) => `Ein Code ist unterwegs an ${destination}. Geben Sie ihn hier ein.`,
    codeOnItsWay: "Ein Code ist unterwegs. Geben Sie ihn hier ein.",
    sendCode: "Code senden",
    sendCodeAgain: "Code noch einmal senden",
    proven: "Bestätigt",
    notProven: "Noch nicht bestätigt",
    none: "Keine",
    email: {
      title: "E-Mail-Adresse",
      change: "E-Mail-Adresse ändern",
      confirmIt: "E-Mail-Adresse bestätigen",
      field: "Neue E-Mail-Adresse",
      hint: "Dorthin geht ein Code. Bis Sie ihn eingeben, bleibt die alte Adresse, wo der Dienst sie behält.",
      mistyped: "Bitte geben Sie eine E-Mail-Adresse ein, etwa ada@example.com.",
      changed: "Die E-Mail-Adresse ist bestätigt.",
    },
    phone: {
      title: "Telefonnummer",
      change: "Telefonnummer ändern",
      confirmIt: "Telefonnummer bestätigen",
      field: "Neue Telefonnummer",
      hint: "Mit Landesvorwahl, etwa +49 30 901820. Dorthin geht ein Code per SMS.",
      mistyped: "Bitte geben Sie eine Nummer mit Landesvorwahl ein, etwa +49 30 901820.",
      changed: "Die Telefonnummer ist bestätigt.",
    },
  },
}
