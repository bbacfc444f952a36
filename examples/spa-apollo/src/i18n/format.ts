import { useMemo } from "react"
import { useLanguage } from "./language.js"

/** Ways to write instants and lengths of time in the language in use and the browser's time zone. */
export interface Formats {
  /** An instant as RFC 3339 writes it, as a date with the time of day. */
  readonly dateTime: (instant: string | Date) => string
  /** An instant to come, as RFC 3339 writes it: the time of day, with the date where it is not today. */
  readonly deadline: (instant: string | Date) => string
  /** A length of time in seconds, rounded up: seconds below a minute and a half, minutes from there on. */
  readonly duration: (seconds: number) => string
}

/** The formats of the language in use. */
export function useFormats(): Formats {
  const { language } = useLanguage()
  return useMemo(() => {
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" })
    const time = new Intl.DateTimeFormat(language, { timeStyle: "short" })
    const inUnit = (unit: "second" | "minute") =>
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" })
    const seconds = inUnit("second")
    const minutes = inUnit("minute")
    return {
      dateTime: (instant) => dateTime.format(new Date(instant)),
      deadline: (instant) => {
        const then = new Date(instant)
        return (then.toDateString() === new Date().toDateString() ? time : dateTime).format(then)
      },
      duration: (value) => (value < 90 ? seconds.format(Math.ceil(value)) : minutes.format(Math.ceil(value / 60))),
    }
  }, [language])
}
