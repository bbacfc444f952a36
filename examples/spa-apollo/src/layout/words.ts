import type { Catalogue } from "../i18n/language.js"

/** The words around every page. */
export const shellWords = {
  en: {
    appName: "Usher",
    failed: "This page could not be loaded. Check your connection and reload it.",
    language: "Language",
    loading: "Loading …",
    mailbox: "Mailbox",
    mainNavigation: "Main",
    notFound: "There is nothing here",
    notFoundText: "The address may be mistyped, or the page has moved.",
    offline: "You are offline. Nothing can be sent until the connection is back.",
    playground: "Playground",
    retry: "Try again",
    signOut: "Sign out",
    skip: "Skip to the content",
    toStart: "To the start page",
  },
  de: {
    appName: "Usher",
    failed: "Die Seite konnte nicht geladen werden. Prüfen Sie die Verbindung und laden Sie neu.",
    language: "Sprache",
    loading: "Wird geladen …",
    mailbox: "Postfach",
    mainNavigation: "Hauptnavigation",
    notFound: "Hier ist nichts",
    notFoundText: "Die Adresse ist vielleicht vertippt, oder die Seite ist umgezogen.",
    offline: "Sie sind offline. Bis die Verbindung wieder da ist, lässt sich nichts senden.",
    playground: "Playground",
    retry: "Noch einmal versuchen",
    signOut: "Abmelden",
    skip: "Zum Inhalt",
    toStart: "Zur Startseite",
  },
} satisfies Catalogue<Record<string, string>>
