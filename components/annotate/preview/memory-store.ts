import type { TaskPage, TaskRow } from "@/components/annotate/store/database"
import type { NewItem } from "@/components/annotate/store/local-store"
import { LocalStore, toPage } from "@/components/annotate/store/local-store"
import type { Draft } from "@/core/annotate/draft"
import type { Done, Outcome } from "@/core/annotate/reducer"
import type { WireTask, WireText } from "@/core/annotate/wire"

/**
 * The store of a preview: tasks and drafts in memory, an outbox that keeps nothing. It never opens the
 * device's store, so nothing that is tried out stays anywhere.
 */
export class MemoryStore extends LocalStore {
  readonly #rows = new Map<string, TaskRow>()
  readonly #pages = new Map<string, TaskPage>()
  readonly #drafts = new Map<string, Draft>()
  readonly #meta = new Map<string, unknown>()

  override async keepOutcome(
    item: NewItem,
    outcome: Outcome,
    draft: Draft,
    { now }: { now: number; again: boolean; locked: boolean },
  ): Promise<void> {
    const row = this.#rows.get(item.token)
    if (row) this.#rows.set(item.token, { ...row, state: "done", outcome, draft, doneAt: now })
    this.#drafts.delete(item.token)
  }

  override async keepUndo(_item: NewItem, done: Done): Promise<void> {
    const row = this.#rows.get(done.token)
    if (row) this.#rows.set(done.token, { ...row, state: "open", outcome: null, draft: null, doneAt: null })
    this.#drafts.set(done.token, done.draft)
  }

  override async listOutbox(): Promise<readonly []> {
    return []
  }

  override async countOutbox(): Promise<number> {
    return 0
  }

  override async leaveOutbox(): Promise<void> {}

  override async listTasks(): Promise<readonly TaskRow[]> {
    return [...this.#rows.values()].toSorted((a, b) => a.order - b.order)
  }

  override async isOpen(token: string): Promise<boolean> {
    return this.#rows.get(token)?.state === "open"
  }

  override async putTasks(
    tasks: readonly WireTask[],
    texts: Readonly<Record<string, WireText>>,
    now: number,
  ): Promise<void> {
    tasks.forEach((task, index) => {
      const { token, leaseExpiresAt } = task
      const empty = { outcome: null, draft: null, doneAt: null }
      const order = now + index / 1000
      this.#rows.set(token, {
        account: this.account,
        slug: this.slug,
        token,
        order,
        state: "open",
        leaseExpiresAt,
        ...empty,
      })
      this.#pages.set(token, toPage(task, texts))
    })
  }

  override async setLeases(): Promise<void> {}

  override async dropTasks(tokens: readonly string[]): Promise<void> {
    for (const token of tokens) for (const kept of [this.#rows, this.#pages, this.#drafts]) kept.delete(token)
  }

  override async getPage(token: string): Promise<TaskPage | undefined> {
    return this.#pages.get(token)
  }

  override async getDraft(token: string): Promise<Draft | undefined> {
    return this.#drafts.get(token)
  }

  override async putDraft(token: string, draft: Draft): Promise<void> {
    this.#drafts.set(token, draft)
  }

  override async getMeta<T>(name: string): Promise<T | undefined> {
    // Written by putMeta of this class alone, under the same name.
    return this.#meta.get(name) as T | undefined
  }

  override async putMeta(name: string, value: unknown): Promise<void> {
    this.#meta.set(name, value)
  }

  override async wipe(): Promise<void> {}
}
