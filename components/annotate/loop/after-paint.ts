/** Runs once the frame that is being made is on the screen, when the browser has time; soon in any case. */
export function afterPaint(work: () => void): void {
  let ran = false
  const once = () => {
    if (ran) return
    ran = true
    work()
  }
  requestAnimationFrame(() => {
    if (typeof requestIdleCallback === "undefined") setTimeout(once, 16)
    else requestIdleCallback(once, { timeout: 120 })
  })
  // A tab that just went out of sight gets no frame.
  setTimeout(once, 400)
}
