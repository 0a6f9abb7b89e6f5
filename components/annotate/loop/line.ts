import type { SendFault } from "@/core/annotate/outbox-rules"
import { retryDelay, toFault } from "@/core/annotate/outbox-rules"

type LineOptions = {
  readonly base: string
  readonly random: () => number
  readonly onChange: () => void
  /** The browser's own, or what stands in for it in a preview. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/**
 * One kind of call to the server: remembers what went wrong last and tries again, later each time.
 * A line that is down never blocks the other one.
 */
export class Line {
  fault: SendFault | null = null
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(readonly options: LineOptions) {}

  /** The answer, or null when there was none that can be trusted; `fault` says why. */
  async post<Answer>(
    path: string,
    body: unknown,
    isAnswer: (value: unknown) => value is Answer,
  ): Promise<Answer | null> {
    let fault: SendFault | undefined
    let answer: Answer | null = null
    try {
      const response = await this.options.fetch(`${this.options.base}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        cache: "no-store",
        signal: AbortSignal.timeout(30_000),
      })
      // The project wants something read first, which the page itself shows (server/consent/).
      if (response.status === 410 && path === "/lease") reloadOnce()
      fault = toFault(response.status)
      if (fault === undefined) {
        const value: unknown = await response.json()
        // A hotel's sign-in page answers 200 too.
        if (isAnswer(value)) answer = value
        else fault = "offline"
      }
    } catch {
      fault = "offline"
    }
    this.#settle(fault ?? null)
    return answer
  }

  /** Try again after a while that grows with every failure. */
  retryLater(again: () => void): void {
    this.cancel()
    this.#timer = setTimeout(again, retryDelay(this.#attempt, this.options.random()))
    this.#attempt += 1
  }

  /** Something changed (back online, tab in view): the next try need not wait. */
  forgive(): void {
    this.#attempt = 0
    this.cancel()
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #settle(fault: SendFault | null): void {
    if (fault === null) this.#attempt = 0
    if (fault === this.fault) return
    this.fault = fault
    this.options.onChange()
  }
}

const reloadedAt = "diptych-reloaded-at"

/** Not again within half a minute: should page and server ever disagree, the page stays and tries later. */
function reloadOnce(): void {
  if (Date.now() - Number(sessionStorage.getItem(reloadedAt) ?? 0) < 30_000) return
  sessionStorage.setItem(reloadedAt, String(Date.now()))
  location.reload()
}
