import type { LocalStore, Sitting } from "@/components/annotate/store/local-store"
import type { ActiveClock } from "@/core/annotate/active-time"
import { activeTime, noteAttention, noteInput, startClock, wallTime } from "@/core/annotate/active-time"

/** A pause longer than this begins a new sitting. */
const sittingGap = 30 * 60_000

/** Measures the time of each task and of the sitting, and how far each text was scrolled. */
export class Stopwatch {
  /** Start of the sitting, by the wall clock. */
  startedAt = Date.now()
  /** When the task in view was painted, by the wall clock. */
  shownAt = new Date().toISOString()
  #clock: ActiveClock = startClock(performance.now(), isAttentive())
  #before = 0
  #depth: number[] = [0, 0]
  #lastInput = performance.now()

  /** Goes on with a sitting that a reload interrupted. */
  async resume(store: LocalStore): Promise<void> {
    const known = await store.getMeta<Sitting>("sitting")
    if (known && Date.now() - known.lastAt < sittingGap) {
      this.startedAt = known.startedAt
      this.#before = known.activeMs
    }
  }

  async save(store: LocalStore): Promise<void> {
    const sitting: Sitting = { startedAt: this.startedAt, lastAt: Date.now(), activeMs: this.activeMs() }
    await store.putMeta("sitting", sitting).catch(() => undefined)
  }

  next(): void {
    this.#before = this.activeMs()
    this.#clock = startClock(performance.now(), isAttentive())
    this.#depth = [0, 0]
    this.shownAt = new Date().toISOString()
  }

  activeMs(): number {
    return this.#before + activeTime(this.#clock, performance.now())
  }

  taskActiveMs(): number {
    return Math.round(activeTime(this.#clock, performance.now()))
  }

  taskWallMs(): number {
    return Math.round(wallTime(this.#clock, performance.now()))
  }

  idleMs(): number {
    return Math.round(performance.now() - this.#lastInput)
  }

  /** Share of the text of a panel that has been in view; only ever grows. */
  noteDepth(panel: number, share: number): void {
    this.#depth[panel] = Math.max(this.#depth[panel] ?? 0, Math.min(1, Math.max(0, share)))
  }

  scrollDepth(): number[] {
    return this.#depth.map((share) => Math.round(share * 1000) / 1000)
  }

  listen(): () => void {
    const input = () => {
      const now = performance.now()
      // Pointer and wheel come by the hundred; once a second is enough.
      if (now - this.#lastInput < 1000) return
      this.#lastInput = now
      this.#clock = noteInput(this.#clock, now)
    }
    const attention = () => {
      this.#clock = noteAttention(this.#clock, performance.now(), isAttentive())
    }
    const inputs = ["keydown", "pointermove", "pointerdown", "wheel", "touchstart"] as const
    for (const type of inputs) addEventListener(type, input, { passive: true })
    document.addEventListener("visibilitychange", attention)
    addEventListener("focus", attention)
    addEventListener("blur", attention)
    return () => {
      for (const type of inputs) removeEventListener(type, input)
      document.removeEventListener("visibilitychange", attention)
      removeEventListener("focus", attention)
      removeEventListener("blur", attention)
    }
  }
}

function isAttentive(): boolean {
  return typeof document === "undefined" || (document.visibilityState === "visible" && document.hasFocus())
}
