import type { Catalogue } from "../../i18n/language.js"

interface SessionsWords {
  readonly text: string
  readonly unknownDevice: string
  readonly thisOne: string
  readonly network: (address: string) => string
  readonly lastUsed: (time: string) => string
  readonly since: (time: string) => string
  readonly end: string
  readonly ended: string
  readonly signOutOthers: string
  readonly othersEnded: string
  readonly signOutEverywhere: string
  readonly everywhereText: string
}

/** The words of the page of sessions. */
export const sessionsWords: Catalogue<SessionsWords> = {
  en: {
    text: "Where you are signed in. End what you do not know, and change your password then.",
    unknownDevice: "An unknown device",
    thisOne: "This device",
    network: (address) => `Network ${address}`,
    lastUsed: (time) => `Last used ${time}`,
    since: (time) => `Signed in ${time}`,
    end: "End",
    ended: "The session has ended.",
    signOutOthers: "Sign out the others",
    othersEnded: "All other sessions have ended.",
    signOutEverywhere: "Sign out everywhere",
    everywhereText: "Signs out this device, too.",
  },
  de: {
    text: "Wo Sie angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.",
    unknownDevice: "Ein unbekanntes Gerät",
    thisOne: "Dieses Gerät",
    network: (address) => `Netz ${address}`,
    lastUsed: (time) => `Zuletzt benutzt ${time}`,
    since: (time) => `Angemeldet ${time}`,
    end: "Beenden",
    ended: "Die Sitzung ist beendet.",
    signOutOthers: "Die anderen abmelden",
    othersEnded: "Alle anderen Sitzungen sind beendet.",
    signOutEverywhere: "Überall abmelden",
    everywhereText: "Meldet auch dieses Gerät ab.",
  },
}
