/** What happens around the page: the line, the window, other tabs, the clock. */
export type PageEvents = {
  /** The line is there again. */
  readonly onOnline: () => void
  readonly onOffline: () => void
  /** The person came back to the window. */
  readonly onFocus: () => void
  /** The page goes out of sight, perhaps for good. */
  readonly onHidden: () => void
  /** Another tab of this account has changed what is on the device. */
  readonly onOtherTab: () => void
  readonly onMinute: () => void
  /** Every 15 s while the page can be seen. */
  readonly onTick: () => void
}

/** Returns what ends it. */
export function watchPage(channel: BroadcastChannel, events: PageEvents): () => void {
  const stops: (() => void)[] = []
  const on = (target: EventTarget, type: string, listener: () => void) => {
    target.addEventListener(type, listener)
    stops.push(() => target.removeEventListener(type, listener))
  }
  on(window, "online", events.onOnline)
  on(window, "offline", events.onOffline)
  on(window, "focus", events.onFocus)
  on(document, "visibilitychange", () => {
    if (document.visibilityState === "hidden") events.onHidden()
  })
  on(window, "pagehide", events.onHidden)
  on(channel, "message", events.onOtherTab)
  const minute = setInterval(events.onMinute, 60_000)
  const tick = setInterval(() => {
    if (document.visibilityState === "visible") events.onTick()
  }, 15_000)
  stops.push(
    () => clearInterval(minute),
    () => clearInterval(tick),
  )
  return () => stops.splice(0).forEach((stop) => stop())
}
