import { createContext, useContext, type ReactNode } from "react"
import type { Settings } from "../settings.js"

const SettingsContext = createContext<Settings | null>(null)

/** Hands the server's settings down. */
export function SettingsProvider({ settings, children }: { settings: Settings; children: ReactNode }) {
  return <SettingsContext value={settings}>{children}</SettingsContext>
}

/**
 * The server's settings.
 *
 * @throws Error outside of SettingsProvider.
 */
export function useSettings(): Settings {
  const settings = useContext(SettingsContext)
  if (settings === null) throw new Error("useSettings: there is no SettingsProvider above")
  return settings
}
