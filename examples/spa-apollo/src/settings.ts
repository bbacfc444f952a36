// What the server says about itself at /app/settings.json; it is the one thing the app asks for before its first query.

/** How this Usher is run. */
export interface Settings {
  /** How tokens travel: the server's USHER_TRANSPORT. */
  readonly transport: "header" | "cookie"
  /** Whether the mails of local mode can be read at /mailbox. */
  readonly mailbox: boolean
  /** Whether there is a playground at /. */
  readonly playground: boolean
}

/**
 * Fetches the settings.
 *
 * @returns the settings, checked: what comes over the network is not believed to have a shape.
 * @throws Error when the server does not answer with settings; its message says what came instead.
 */
export async function fetchSettings(): Promise<Settings> {
  const path = `${import.meta.env.BASE_URL}settings.json`
  const answer = await fetch(path, { cache: "no-store" })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: is Usher running there, in local mode?`)
  const value: unknown = await answer.json()
  if (!isSettings(value)) throw new Error(`${path} holds no settings: is this app as old as its Usher?`)
  return value
}

function isSettings(value: unknown): value is Settings {
  if (typeof value !== "object" || value === null) return false
  const { transport, mailbox, playground } = value as Record<string, unknown>
  return (
    (transport === "header" || transport === "cookie") &&
    typeof mailbox === "boolean" &&
    typeof playground === "boolean"
  )
}
