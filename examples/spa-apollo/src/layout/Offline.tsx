import { useSyncExternalStore } from "react"
import { useWords } from "../i18n/language.js"
import { shellWords } from "./words.js"

/** Says so while the browser has no network. */
export function Offline() {
  const words = useWords(shellWords)
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <div role="status" className={online ? "unseen" : "offline"}>
      {online ? null : words.offline}
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener)
  window.addEventListener("offline", listener)
  return () => {
    window.removeEventListener("online", listener)
    window.removeEventListener("offline", listener)
  }
}
