import { useLayoutEffect, useState } from "react"

const second = 1000

/**
 * Counts down to an instant.
 *
 * @param until the instant by this machine's clock, or null.
 * @returns whole seconds until then, rounded up; 0 from then on, and for null.
 */
export function useSecondsUntil(until: Date | null): number {
  const [now, setNow] = useState(Date.now)
  const left = until === null ? 0 : Math.max(0, Math.ceil((until.getTime() - now) / second))

  // Before the browser draws: what `now` is from an earlier wait would be seen as a longer one.
  useLayoutEffect(() => {
    if (until === null) return
    setNow(Date.now())
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= until.getTime()) clearInterval(timer)
    }, second)
    return () => clearInterval(timer)
  }, [until])

  return left
}
