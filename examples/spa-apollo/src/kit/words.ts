import type { Catalogue } from "../i18n/language.js"

interface KitWords {
  readonly code: string
  readonly codeHint: string
  readonly hidePassword: string
  readonly showPassword: string
  readonly passwordRules: string
  readonly ruleBroken: string
  readonly ruleMet: string
  readonly retryIn: (duration: string) => string
  readonly serverSays: string
  readonly missing: string
  readonly noEmail: string
  readonly noCode: string
  readonly unusable: string
}

/** The words of the kit: of every form, whatever it asks for. */
export const kitWords: Catalogue<KitWords> = {
  en: {
    code: "Code",
    codeHint: "Digits only; spaces do not matter.",
    hidePassword: "Hide password",
    showPassword: "Show password",
    passwordRules: "What a password needs",
    ruleBroken: "not met",
    ruleMet: "met",
    retryIn: (duration) => `Try again in ${duration}`,
    serverSays: "",
    missing: "Please fill this in.",
    noEmail: "Please enter an e-mail address, such as ada@example.com.",
    noCode: "Please enter the digits of the code.",
    unusable: "This cannot be used.",
  },
  de: {
    code: "Code",
    codeHint: "Nur Ziffern; Leerzeichen stören nicht.",
    hidePassword: "Passwort verbergen",
    showPassword: "Passwort zeigen",
    passwordRules: "Was ein Passwort braucht",
    ruleBroken: "nicht erfüllt",
    ruleMet: "erfüllt",
    retryIn: (duration) => `Wieder möglich in ${duration}`,
    serverSays: "Der Server meldet auf Englisch:",
    missing: "Bitte füllen Sie das aus.",
    noEmail: "Bitte geben Sie eine E-Mail-Adresse ein, etwa ada@example.com.",
    noCode: "Bitte geben Sie die Ziffern des Codes ein.",
    unusable: "Das geht so nicht.",
  },
}
