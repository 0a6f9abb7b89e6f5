import type { KeyboardEvent } from "react"

/** The key that opened a window closes it; taken here, or the page would open it again. */
export function closeOn(key: string, event: KeyboardEvent, close: () => void): void {
  if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  close()
}
