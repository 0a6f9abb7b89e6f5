import type { Line } from "@/components/annotate/loop/line"
import { withLock } from "@/components/annotate/loop/locks"
import type { LocalStore } from "@/components/annotate/store/local-store"
import { nextBatch, settleBatch } from "@/core/annotate/outbox-rules"
import type { AnnotationsRequest, AnnotationsResponse } from "@/core/annotate/wire"

type SenderOptions = {
  readonly store: LocalStore
  readonly line: Line
  /** The outbox changed: count it again, tell the other tabs. */
  readonly onChange: () => void
  readonly onSurplus: (count: number) => void
  readonly onRefused: (messages: readonly string[]) => void
}

/**
 * Empties the outbox in the order of the keys, one request at a time over all tabs of the account.
 * An item leaves only after an answer that names it.
 */
export class Sender {
  #running = false
  #again = false
  /** Projects that no longer take this person's answers: theirs wait, those of the others go on. */
  readonly #barred = new Set<string>()

  constructor(readonly options: SenderOptions) {}

  /** Something may be waiting. While the line is down its own timer decides, not every new key. */
  kick(): void {
    const { fault } = this.options.line
    if (fault === null || fault === "not-a-member") this.#start()
  }

  retry(): void {
    if (!this.#running) this.#barred.clear()
    this.#start()
  }

  #start(): void {
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    const { store, line } = this.options
    try {
      do {
        this.#again = false
        await withLock(`diptych-outbox-${store.account}`, async () => {
          while (await this.#sendOne()) this.options.onChange()
        })
      } while (this.#again && line.fault === null)
    } catch {
      // The device's store cannot be read now; what is in it stays there.
      line.retryLater(() => this.retry())
    } finally {
      this.#running = false
      // Another tab may have sent what this one was waiting to send.
      this.options.onChange()
    }
  }

  /** True when a batch went through and there may be more. */
  async #sendOne(): Promise<boolean> {
    const { store, line } = this.options
    const stored = this.#barred.size > 0 ? await store.listOutbox() : await store.listOutbox(60)
    const batch = nextBatch(stored.filter((one) => !this.#barred.has(one.slug)))
    const first = batch[0]
    if (first === undefined) {
      if (stored.length > 0) line.retryLater(() => this.retry())
      return false
    }
    const body: AnnotationsRequest = {
      account: store.account,
      sentAt: new Date().toISOString(),
      items: batch.map((one) => one.item),
    }
    const answer = await line.post(
      `/${encodeURIComponent(first.slug)}/annotations`,
      body,
      isAnnotationsResponse,
    )
    if (answer === null) {
      if (line.fault === "not-a-member") {
        this.#barred.add(first.slug)
        return true
      }
      line.retryLater(() => this.retry())
      return false
    }
    const settled = settleBatch(batch, answer.results)
    await store.leaveOutbox(settled.leave)
    if (settled.surplus > 0) this.options.onSurplus(settled.surplus)
    if (settled.refused.length > 0) this.options.onRefused(settled.refused)
    if (!settled.again) return true
    this.options.onChange()
    line.retryLater(() => this.retry())
    return false
  }
}

function isAnnotationsResponse(value: unknown): value is AnnotationsResponse {
  return typeof value === "object" && value !== null && "results" in value && Array.isArray(value.results)
}
