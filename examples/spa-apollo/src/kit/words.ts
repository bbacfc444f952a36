import type { Catalogue } from "../i18n/language.js"

interface KitWords {
  readonly code: string
  readonly email: string
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
  readonly wrongAppCode: string
  readonly unusable: string
  readonly totpManual: string
  readonly totpQrCode: string
  readonly totpScan: string
}

/** The words of the kit: of every form, whatever it asks for. */
export const kitWords: Catalogue<KitWords> = {
  en: {
    code: "Code",
    email: "E-mail address",
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
    wrongAppCode: "The code is wrong or was used before. Wait for the next one that the app shows, and enter that.",
    unusable: "This cannot be used.",
    totpManual: "Or type this key into the app:",
    totpQrCode: "QR code for an authenticator app",
    totpScan: "Scan this with an authenticator app, then enter the six digits that it shows.",
  },
  de: {
    code: "Code",
    email: "E-Mail-Adresse",
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
    wrongAppCode: "Der Code ist falsch oder schon benutzt. Warten Sie, bis die App den nächsten zeigt, und geben Sie den ein.",
    unusable: "Das geht so nicht.",
    totpManual: "Oder geben Sie diesen Schlüssel in die App ein:",
    totpQrCode: "QR-Code für eine Authenticator-App",
    totpScan: "Scannen Sie das mit einer Authenticator-App und geben Sie die sechs Ziffern ein, die sie zeigt.",
  },
}
