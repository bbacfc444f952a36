import type { Catalogue } from "../../i18n/language.js"

interface SecurityWords {
  readonly password: string
  readonly currentPassword: string
  readonly newPassword: string
  readonly signOutOthers: string
  readonly changePassword: string
  readonly passwordChanged: string
  readonly wrongPassword: string
  readonly secondStep: string
  readonly secondStepText: string
  readonly app: string
  readonly appText: string
  readonly setUpApp: string
  readonly replaceApp: string
  readonly deviceName: string
  readonly deviceNameHint: string
  readonly turnOn: string
  readonly turnOff: string
  readonly on: string
  readonly off: string
  readonly factorOn: string
  readonly factorOff: string
  readonly needsEmail: string
  readonly needsPhone: string
  readonly askedFirst: string
  readonly save: string
  readonly saved: string
  readonly passkeys: string
  readonly passkeysText: string
  readonly noPasskeys: string
  readonly addPasskey: string
  readonly passkeyAdded: string
  readonly passkeyDeleted: string
  readonly passkeysUnsupported: string
  readonly since: (date: string) => string
  readonly delete: string
  readonly deleteTitle: string
  readonly deleteText: string
  readonly deleteAccount: string
  readonly deleteSure: string
  readonly deletePassword: string
  readonly deletePasswordHint: string
  readonly deleteWrongPassword: string
}

/** The words of the page of passwords, second factors and passkeys. */
export const securityWords: Catalogue<SecurityWords> = {
  en: {
    password: "Password",
    currentPassword: "Current password",
    newPassword: "New password",
    signOutOthers: "Sign out my other devices",
    changePassword: "Change password",
    passwordChanged: "The password is changed.",
    wrongPassword: "The current password is wrong.",
    secondStep: "Two-step sign-in",
    secondStepText: "After the password, one more proof that it is you.",
    app: "Authenticator app",
    appText: "An app on your phone shows a new code every half minute. It works without a network.",
    setUpApp: "Set up an authenticator app",
    replaceApp: "Set up another authenticator app",
    deviceName: "Name of the app or phone",
    deviceNameHint: "So that you know which one is asked for.",
    turnOn: "Turn on",
    turnOff: "Turn off",
    on: "On",
    off: "Off",
    factorOn: "Two-step sign-in is on.",
    factorOff: "This step is off.",
    needsEmail: "Confirm an e-mail address in your profile first.",
    needsPhone: "Confirm a phone number in your profile first.",
    askedFirst: "Asked for first",
    save: "Save",
    saved: "Saved.",
    passkeys: "Passkeys",
    passkeysText: "Sign in with your fingerprint, your face or the lock of your device. There is nothing to remember or to steal.",
    noPasskeys: "You have no passkey yet.",
    addPasskey: "Add a passkey",
    passkeyAdded: "The passkey is added.",
    passkeyDeleted: "The passkey is deleted. Remove it from your device, too.",
    passkeysUnsupported: "This browser has no passkeys here. They need a current browser, and https or localhost.",
    since: (date) => `Added ${date}`,
    delete: "Delete",
    deleteTitle: "Delete the account",
    deleteText: "Deletes your account, your profile and all sessions, for good.",
    deleteAccount: "Delete my account",
    deleteSure: "This cannot be undone. Your password shows that it is you.",
    deletePassword: "Password",
    deletePasswordHint: "Leave it empty if you have none.",
    deleteWrongPassword: "The password is wrong.",
  },
  de: {
    password: "Passwort",
    currentPassword: "Bisheriges Passwort",
    newPassword: "Neues Passwort",
    signOutOthers: "Meine anderen Geräte abmelden",
    changePassword: "Passwort ändern",
    passwordChanged: "Das Passwort ist geändert.",
    wrongPassword: "Das bisherige Passwort stimmt nicht.",
    secondStep: "Anmeldung in zwei Schritten",
    secondStepText: "Nach dem Passwort ein weiterer Beweis, dass Sie es sind.",
    app: "Authenticator-App",
    appText: "Eine App auf Ihrem Telefon zeigt jede halbe Minute einen neuen Code. Sie braucht kein Netz.",
    setUpApp: "Authenticator-App einrichten",
    replaceApp: "Andere Authenticator-App einrichten",
    deviceName: "Name der App oder des Telefons",
    deviceNameHint: "Damit Sie wissen, nach welcher gefragt wird.",
    turnOn: "Einschalten",
    turnOff: "Ausschalten",
    on: "Ein",
    off: "Aus",
    factorOn: "Die Anmeldung in zwei Schritten ist eingeschaltet.",
    factorOff: "Dieser Schritt ist ausgeschaltet.",
    needsEmail: "Bestätigen Sie zuerst im Profil eine E-Mail-Adresse.",
    needsPhone: "Bestätigen Sie zuerst im Profil eine Telefonnummer.",
    askedFirst: "Zuerst gefragt",
    save: "Speichern",
    saved: "Gespeichert.",
    passkeys: "Passkeys",
    passkeysText: "Melden Sie sich mit Fingerabdruck, Gesicht oder der Sperre Ihres Geräts an. Nichts zu merken, nichts zu stehlen.",
    noPasskeys: "Sie haben noch keinen Passkey.",
    addPasskey: "Passkey hinzufügen",
    passkeyAdded: "Der Passkey ist hinzugefügt.",
    passkeyDeleted: "Der Passkey ist gelöscht. Entfernen Sie ihn auch von Ihrem Gerät.",
    passkeysUnsupported: "Dieser Browser hat hier keine Passkeys. Sie brauchen einen aktuellen Browser und https oder localhost.",
    since: (date) => `Hinzugefügt ${date}`,
    delete: "Löschen",
    deleteTitle: "Konto löschen",
    deleteText: "Löscht Ihr Konto, Ihr Profil und alle Sitzungen, endgültig.",
    deleteAccount: "Mein Konto löschen",
    deleteSure: "Das lässt sich nicht rückgängig machen. Ihr Passwort zeigt, dass Sie es sind.",
    deletePassword: "Passwort",
    deletePasswordHint: "Lassen Sie es leer, wenn Sie keines haben.",
    deleteWrongPassword: "Das Passwort stimmt nicht.",
  },
}
