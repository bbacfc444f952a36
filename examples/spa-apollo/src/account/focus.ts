import { useEffect, useRef, type RefObject } from "react"

/**
 * Moves the focus when a part of the page becomes another: to what is read first, or its first field,
 * or its first button. At
 * first the focus stays where it is.
 *
 * @param stage names what the part shows.
 * @returns what the element around the part takes as its ref.
 */
export function useFocusOn<Box extends HTMLElement = HTMLDivElement>(stage: string): RefObject<Box | null> {
  const box = useRef<Box>(null)
  const before = useRef(stage)
  useEffect(() => {
    if (before.current === stage) return
    before.current = stage
    for (const kind of ["[data-first]", "input", "button"]) {
      const target = box.current?.querySelector<HTMLElement>(kind)
      if (target != null) return target.focus()
    }
  }, [stage])
  return box
}
