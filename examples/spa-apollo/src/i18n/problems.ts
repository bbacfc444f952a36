import type { AuthResult, Factor, PasswordRule, ProblemCode } from "../gql/graphql.js"
import type { Catalogue } from "./language.js"

/** The steps of a sign-in that ask for something. */
export type ChallengeName = Extract<AuthResult, { challenge: string }>["__typename"]

/** What a user is told of a problem of the API, by its code. A code that lacks does not compile. */
export const problemTexts: Catalogue<Record<ProblemCode, string>> = {
  en: {
    ALIAS_IN_USE: "This belongs to another account. Use another.",
    CHALLENGE_EXPIRED: "This step is over. Begin again.",
    CODE_EXPIRED: "The code has expired. Have a new one sent.",
    DELIVERY_FAILED: "The message could not be sent. Try again later.",
    INVALID_CODE: "The code is wrong or was used before. Check it, or have a new one sent.",
    INVALID_CREDENTIALS: "E-mail address and password do not match.",
    INVALID_INPUT: "Some of this cannot be used. Check the fields below.",
    NOT_CONFIRMED: "The address is not confirmed yet. Confirm it with the code that was mailed.",
    NOT_ENABLED: "This is switched off here.",
    PASSWORD_ENVELOPE_EXPIRED: "The password could not be sent safely. Try again.",
    PASSWORD_ENVELOPE_REFUSED: "The password could not be sent safely. Reload the page and try again.",
    PASSWORD_POLICY: "The password does not meet the rules. Choose another.",
    PASSWORD_RESET_REQUIRED: "Your password must be set anew before you can sign in.",
    PASSWORD_REUSED: "This password was used before. Choose another.",
    RATE_LIMITED: "Too many tries. Wait before you try again.",
    REAUTHENTICATION_REQUIRED: "You signed in too long ago for this. Sign in again.",
    SESSION_EXPIRED: "Your session is over. Sign in again.",
  },
  de: {
    ALIAS_IN_USE: "Das gehört zu einem anderen Konto. Nehmen Sie etwas anderes.",
    CHALLENGE_EXPIRED: "Dieser Schritt ist abgelaufen. Beginnen Sie von vorn.",
    CODE_EXPIRED: "Der Code ist abgelaufen. Lassen Sie sich einen neuen schicken.",
    DELIVERY_FAILED: "Die Nachricht konnte nicht gesendet werden. Versuchen Sie es später noch einmal.",
    INVALID_CODE: "Der Code ist falsch oder schon benutzt. Prüfen Sie ihn, oder lassen Sie sich einen neuen schicken.",
    INVALID_CREDENTIALS: "E-Mail-Adresse und Passwort passen nicht zusammen.",
    INVALID_INPUT: "Einige Angaben gehen so nicht. Prüfen Sie die Felder unten.",
    NOT_CONFIRMED: "Die Adresse ist noch nicht bestätigt. Bestätigen Sie sie mit dem Code aus der E-Mail.",
    NOT_ENABLED: "Das ist hier abgeschaltet.",
    PASSWORD_ENVELOPE_EXPIRED: "Das Passwort ließ sich nicht sicher übertragen. Versuchen Sie es noch einmal.",
    PASSWORD_ENVELOPE_REFUSED: "Das Passwort ließ sich nicht sicher übertragen. Laden Sie die Seite neu.",
    PASSWORD_POLICY: "Das Passwort erfüllt die Regeln nicht. Wählen Sie ein anderes.",
    PASSWORD_RESET_REQUIRED: "Ihr Passwort muss neu gesetzt werden, bevor Sie sich anmelden können.",
    PASSWORD_REUSED: "Dieses Passwort gab es hier schon einmal. Wählen Sie ein anderes.",
    RATE_LIMITED: "Zu viele Versuche. Warten Sie, bevor Sie es noch einmal versuchen.",
    REAUTHENTICATION_REQUIRED: "Ihre Anmeldung ist dafür zu lange her. Melden Sie sich neu an.",
    SESSION_EXPIRED: "Ihre Sitzung ist zu Ende. Melden Sie sich neu an.",
  },
}

/** The rules of a password, as one reads them beside the field. `minLength` is in characters. */
export const ruleTexts: Catalogue<Record<PasswordRule, (minLength: number) => string>> = {
  en: {
    MIN_LENGTH: (minLength) => `At least ${minLength} characters`,
    MAX_LENGTH: () => "At most 256 characters",
    UPPERCASE: () => "An upper-case letter",
    LOWERCASE: () => "A lower-case letter",
    DIGIT: () => "A digit",
    SYMBOL: () => "A symbol, such as ! or -",
    NO_EDGE_SPACE: () => "No space at the beginning or end",
    NOT_REUSED: () => "Not used for this account before",
    NOT_COMPROMISED: () => "Not known from a breach",
    NOT_COMMON: () => "Not a common password",
    NOT_PERSONAL: () => "Not your name or address",
  },
  de: {
    MIN_LENGTH: (minLength) => `Mindestens ${minLength} Zeichen`,
    MAX_LENGTH: () => "Höchstens 256 Zeichen",
    UPPERCASE: () => "Ein Großbuchstabe",
    LOWERCASE: () => "Ein Kleinbuchstabe",
    DIGIT: () => "Eine Ziffer",
    SYMBOL: () => "Ein Sonderzeichen wie ! oder -",
    NO_EDGE_SPACE: () => "Kein Leerzeichen am Anfang oder Ende",
    NOT_REUSED: () => "Noch nicht für dieses Konto benutzt",
    NOT_COMPROMISED: () => "Aus keinem Datenleck bekannt",
    NOT_COMMON: () => "Kein verbreitetes Passwort",
    NOT_PERSONAL: () => "Nicht Ihr Name, nicht Ihre Adresse",
  },
}

/** The ways to prove who one is. */
export const factorNames: Catalogue<Record<Factor, string>> = {
  en: {
    PASSWORD: "Password",
    TOTP: "Code of an authenticator app",
    SMS: "Code by text message",
    EMAIL: "Code by e-mail",
    PASSKEY: "Passkey",
    CUSTOM: "Another way",
  },
  de: {
    PASSWORD: "Passwort",
    TOTP: "Code einer Authenticator-App",
    SMS: "Code per SMS",
    EMAIL: "Code per E-Mail",
    PASSKEY: "Passkey",
    CUSTOM: "Ein anderer Weg",
  },
}

/** The headings of the steps of signing in. */
export const challengeTitles: Catalogue<Record<ChallengeName, string>> = {
  en: {
    TotpChallenge: "Enter the code of your app",
    CodeChallenge: "Enter the code",
    NewPasswordChallenge: "Choose a new password",
    SelectFactorChallenge: "How do you want to go on?",
    MfaSetupChallenge: "Set up an authenticator app",
    PasskeyChallenge: "Use your passkey",
    CustomChallenge: "One more answer",
  },
  de: {
    TotpChallenge: "Code Ihrer App eingeben",
    CodeChallenge: "Code eingeben",
    NewPasswordChallenge: "Neues Passwort wählen",
    SelectFactorChallenge: "Wie möchten Sie fortfahren?",
    MfaSetupChallenge: "Authenticator-App einrichten",
    PasskeyChallenge: "Passkey benutzen",
    CustomChallenge: "Noch eine Antwort",
  },
}
