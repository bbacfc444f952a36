import type { Catalogue } from "../i18n/language.js"
import type { SignedOutReason } from "@usher/apollo"

interface AuthWords {
  readonly answer: string
  readonly appNamed: (name: string) => string
  readonly appText: string
  readonly attributes: Readonly<Record<string, string>>
  readonly choose: string
  readonly codeIn: (app: string) => string
  readonly codeSent: (destination: string) => string
  readonly codeSentAgain: string
  readonly confirmAndSignIn: string
  readonly confirmTitle: string
  readonly createAccount: string
  readonly deleted: string
  readonly forgotPassword: string
  readonly forgotText: string
  readonly forgotTitle: string
  readonly haveAccount: string
  readonly lastCode: string
  readonly mailboxText: string
  readonly mfaText: string
  readonly newHere: string
  readonly newPassword: string
  readonly newPasswordText: string
  readonly notOpen: string
  readonly openMailbox: string
  readonly orWithout: string
  readonly otherAddress: string
  readonly otherWays: string
  readonly otherWaysText: string
  readonly passkeyText: string
  readonly password: string
  readonly reasons: Readonly<Record<SignedOutReason, string>>
  readonly resend: string
  readonly resetText: string
  readonly resetTitle: string
  readonly sendCode: string
  readonly setNewPassword: string
  readonly signIn: string
  readonly signInTitle: string
  readonly signInWithPasskey: string
  readonly signUp: string
  readonly signUpText: string
  readonly signUpTitle: string
  readonly startOver: string
  readonly textCode: string
  readonly triggers: string
  readonly turnOn: string
  readonly validUntil: (time: string) => string
  readonly withoutPassword: string
  readonly wrongCode: string
  readonly oldCode: string
}

/** The words of signing up and in, and of passwords that were forgotten. */
export const authWords: Catalogue<AuthWords> = {
  en: {
    answer: "Answer",
    appNamed: (name) => `the app “${name}”`,
    appText: "your authenticator app",
    attributes: {
      address: "Address",
      birthdate: "Date of birth (YYYY-MM-DD)",
      family_name: "Family name",
      gender: "Gender",
      given_name: "Given name",
      locale: "Locale, such as en-GB",
      middle_name: "Middle name",
      name: "Full name",
      nickname: "Nickname",
      phone_number: "Phone number, such as +4915112345678",
      picture: "Address of a picture",
      preferred_username: "User name",
      profile: "Address of your profile",
      website: "Website",
      zoneinfo: "Time zone, such as Europe/Berlin",
    },
    choose: "Choose one of the ways that your account has.",
    codeIn: (app) => `Enter the six digits that ${app} shows now.`,
    codeSent: (destination) => `A code is on its way to ${destination}.`,
    codeSentAgain: "A new code is on its way. Older ones do not work any more.",
    confirmAndSignIn: "Confirm and sign in",
    confirmTitle: "Confirm your address",
    createAccount: "Create an account",
    deleted: "Your account is deleted.",
    forgotPassword: "Forgot your password?",
    forgotText: "Tell us your e-mail address, and a code to set a new password will be mailed to it.",
    forgotTitle: "Forgot your password?",
    haveAccount: "You have an account?",
    lastCode: "Use the last code that was mailed to you, or have a new one sent.",
    mailboxText: "No mail leaves this machine in local mode: the code is in the mailbox.",
    mfaText: "This service asks for a second factor.",
    newHere: "New here?",
    newPassword: "New password",
    newPasswordText: "Your password was a temporary one. Choose your own to go on.",
    notOpen: "Nobody can sign up here. Whoever runs the service makes the accounts.",
    openMailbox: "Open the mailbox",
    orWithout: "or without a password",
    otherAddress: "Use another address",
    otherWays: "Other ways",
    otherWaysText: "See what my account has",
    passkeyText: "Your browser asks for the passkey. If it does not, press the button.",
    password: "Password",
    reasons: {
      "signed-out": "You are signed out.",
      expired: "Your session has expired. Sign in again to go on where you were.",
      revoked: "Your session was ended from elsewhere. Sign in again to go on.",
    },
    resend: "Send the code again",
    resetText: "Your password must be set anew. A code for it will be mailed to you.",
    resetTitle: "Set a new password",
    sendCode: "Send a code",
    setNewPassword: "Set the new password",
    signIn: "Sign in",
    signInTitle: "Sign in",
    signInWithPasskey: "Sign in with a passkey",
    signUp: "Sign up",
    signUpText: "Your e-mail address is enough to begin. You choose a password in the next step.",
    signUpTitle: "Create an account",
    startOver: "Start over",
    textCode: "Send a text message",
    triggers: "Answer a question",
    turnOn: "Turn on",
    validUntil: (time) => `Valid until ${time}.`,
    withoutPassword: "Go on without a password",
    wrongCode: "The code is wrong or was used before. Check it, or start over to have a new one sent.",
    oldCode: "The code has expired. Start over to have a new one sent.",
  },
  de: {
    answer: "Antwort",
    appNamed: (name) => `die App „${name}“`,
    appText: "Ihre Authenticator-App",
    attributes: {
      address: "Anschrift",
      birthdate: "Geburtsdatum (JJJJ-MM-TT)",
      family_name: "Nachname",
      gender: "Geschlecht",
      given_name: "Vorname",
      locale: "Gebietsschema, etwa de-DE",
      middle_name: "Zweiter Vorname",
      name: "Voller Name",
      nickname: "Spitzname",
      phone_number: "Telefonnummer, etwa +4915112345678",
      picture: "Adresse eines Bildes",
      preferred_username: "Benutzername",
      profile: "Adresse Ihres Profils",
      website: "Website",
      zoneinfo: "Zeitzone, etwa Europe/Berlin",
    },
    choose: "Wählen Sie einen der Wege, die Ihr Konto hat.",
    codeIn: (app) => `Geben Sie die sechs Ziffern ein, die ${app} gerade zeigt.`,
    codeSent: (destination) => `Ein Code ist unterwegs an ${destination}.`,
    codeSentAgain: "Ein neuer Code ist unterwegs. Ältere gelten nicht mehr.",
    confirmAndSignIn: "Bestätigen und anmelden",
    confirmTitle: "Adresse bestätigen",
    createAccount: "Konto anlegen",
    deleted: "Ihr Konto ist gelöscht.",
    forgotPassword: "Passwort vergessen?",
    forgotText: "Nennen Sie Ihre E-Mail-Adresse, dann kommt dorthin ein Code, mit dem Sie ein neues Passwort setzen.",
    forgotTitle: "Passwort vergessen?",
    haveAccount: "Sie haben ein Konto?",
    lastCode: "Nehmen Sie den letzten Code, den Sie bekamen, oder lassen Sie sich einen neuen schicken.",
    mailboxText: "Im lokalen Betrieb verlässt keine E-Mail diesen Rechner: Der Code liegt im Postfach.",
    mfaText: "Dieser Dienst verlangt einen zweiten Faktor.",
    newHere: "Neu hier?",
    newPassword: "Neues Passwort",
    newPasswordText: "Ihr Passwort war ein vorläufiges. Wählen Sie ein eigenes, dann geht es weiter.",
    notOpen: "Hier kann sich niemand selbst registrieren. Die Betreiber legen die Konten an.",
    openMailbox: "Postfach öffnen",
    orWithout: "oder ohne Passwort",
    otherAddress: "Andere Adresse nehmen",
    otherWays: "Andere Wege",
    otherWaysText: "Zeigen, was mein Konto hat",
    passkeyText: "Ihr Browser fragt nach dem Passkey. Wenn nicht, drücken Sie den Knopf.",
    password: "Passwort",
    reasons: {
      "signed-out": "Sie sind abgemeldet.",
      expired: "Ihre Sitzung ist abgelaufen. Melden Sie sich neu an, dann geht es dort weiter, wo Sie waren.",
      revoked: "Ihre Sitzung wurde anderswo beendet. Melden Sie sich neu an, dann geht es weiter.",
    },
    resend: "Code noch einmal senden",
    resetText: "Ihr Passwort muss neu gesetzt werden. Dafür kommt ein Code per E-Mail.",
    resetTitle: "Neues Passwort setzen",
    sendCode: "Code senden",
    setNewPassword: "Neues Passwort setzen",
    signIn: "Anmelden",
    signInTitle: "Anmelden",
    signInWithPasskey: "Mit einem Passkey anmelden",
    signUp: "Registrieren",
    signUpText: "Für den Anfang genügt Ihre E-Mail-Adresse. Ein Passwort wählen Sie im nächsten Schritt.",
    signUpTitle: "Konto anlegen",
    startOver: "Von vorn beginnen",
    textCode: "SMS senden",
    triggers: "Eine Frage beantworten",
    turnOn: "Einschalten",
    validUntil: (time) => `Gültig bis ${time}.`,
    withoutPassword: "Ohne Passwort weiter",
    wrongCode: "Der Code ist falsch oder schon benutzt. Prüfen Sie ihn, oder beginnen Sie von vorn, dann kommt ein neuer.",
    oldCode: "Der Code ist abgelaufen. Beginnen Sie von vorn, dann kommt ein neuer.",
  },
}
