import { useEffect, useRef, type ReactNode } from "react"

interface PageProps {
  /** The page's one h1, and its part of the window's title. */
  readonly title: string
  /** `card` for a form by itself; `wide` for what brings cards of its own. */
  readonly width?: "card" | "wide"
  readonly children: ReactNode
}

/**
 * A page or a step of one. When it is drawn in the place of another its heading takes the focus, so that a screen reader
 * reads where one is, and Tab goes on from there. The first page of a visit leaves the focus where the browser put it.
 */
export function Page({ title, width = "card", children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)

  // Before the effect below has named the window after a page.
  useEffect(() => {
    if (document.title !== appName) heading.current?.focus()
  }, [])

  useEffect(() => {
    document.title = `${title} · ${appName}`
  }, [title])

  return (
    <section className={width}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </section>
  )
}

// The title in index.html.
const appName = "Usher"
