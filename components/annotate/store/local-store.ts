import type { AnnotateDatabase, TaskPage, TaskRow } from "@/components/annotate/store/database"
import { openDatabase } from "@/components/annotate/store/database"
import type { Draft } from "@/core/annotate/draft"
import { isEmptyDraft } from "@/core/annotate/draft"
import type { Stored } from "@/core/annotate/outbox-rules"
import { nextSeq } from "@/core/annotate/outbox-rules"
import type { Done, Hindrance, Outcome } from "@/core/annotate/reducer"
import type { OutboxItem, WireTask, WireText } from "@/core/annotate/wire"

/** An item before the store has given it its place in the order of the keys. */
export type NewItem = OutboxItem extends infer Item
  ? Item extends OutboxItem
    ? Omit<Item, "seq">
    : never
  : never

export type Sitting = { readonly startedAt: number; readonly lastAt: number; readonly activeMs: number }

/** The task was answered in another tab meanwhile. */
export class DoneElsewhere extends Error {
  override readonly name = "DoneElsewhere"
}

const written = ["outbox", "tasks", "drafts", "meta"] as const

/** The device neither took the write nor refused it in time. */
export class StoreSilent extends Error {
  override readonly name = "StoreSilent"
}

/**
 * Outbox, leased tasks and drafts of one account in one project, on this device. Every write that an
 * answer depends on is one transaction: when the promise resolves it is committed and outlives the tab
 * and the browser; when it rejects nothing was written. A second write right behind it forces the
 * store's log onto the disk, so that a power cut finds it too; the page does not wait for that one,
 * which on a busy disk takes a tenth of a second.
 */
export class LocalStore {
  #opening: Promise<AnnotateDatabase> | null = null
  /** After one silence the next ones are not waited for as long. */
  #troubledUntil = 0
  /** When the strict write that is under way began; 0 = none is. */
  #flushing = 0
  /** The newest place in the order of the keys, as far as this tab knows; null = ask the device. */
  #lastSeq: number | null = null
  #flushAgain = false

  constructor(
    readonly account: string,
    readonly slug: string,
  ) {}

  /**
   * An answer or skip into the outbox, its task out of the queue, its draft away: all or nothing.
   * `again`: the device was silent when this task was answered before. Should that write have come
   * through after all, this one follows it as a correction, so that the last key is what counts.
   * `locked`: no other tab can have the task, so nothing has to be read before it is written, which
   * halves the way.
   */
  async keepOutcome(
    item: NewItem,
    outcome: Outcome,
    draft: Draft,
    { now, again, locked }: { now: number; again: boolean; locked: boolean },
  ): Promise<void> {
    const db = await this.#database()
    const tx = db.transaction(written, "readwrite", { durability: "relaxed" })
    const key: [string, string, string] = [this.account, this.slug, item.token]
    const work = async () => {
      if (!locked) {
        const row = await tx.objectStore("tasks").get(key)
        if (row?.state === "done" && !again) throw new DoneElsewhere("The task was answered in another tab.")
      }
      const last = this.#lastSeq ?? toSeq(await tx.objectStore("meta").get([this.account, "seq"]))
      const seq = nextSeq(last, now)
      const done: TaskRow = {
        account: this.account,
        slug: this.slug,
        token: item.token,
        order: now,
        state: "done",
        leaseExpiresAt: "",
        outcome,
        draft,
        doneAt: now,
      }
      const writes = [
        tx.objectStore("outbox").add({ account: this.account, slug: this.slug, item: { ...item, seq } }),
        tx.objectStore("meta").put({ account: this.account, name: "seq", value: seq }),
        tx.objectStore("tasks").put(done),
        tx.objectStore("drafts").delete([this.account, item.token]),
      ]
      // Nothing more comes: the browser need not wait to see whether it does.
      tx.commit()
      await Promise.all(writes)
      return seq
    }
    this.#lastSeq = await this.#soon(finish(tx, work))
    void this.#flush()
  }

  /** An undo into the outbox, its task back to the front of the queue with its draft. */
  async keepUndo(item: NewItem, done: Done, now: number): Promise<void> {
    const db = await this.#database()
    const tx = db.transaction(written, "readwrite", { durability: "relaxed" })
    const work = async () => {
      const [row, last] = await Promise.all([
        tx.objectStore("tasks").get([this.account, this.slug, done.token]),
        tx.objectStore("meta").get([this.account, "seq"]),
      ])
      const seq = nextSeq(toSeq(last), now)
      await Promise.all([
        tx.objectStore("outbox").add({ account: this.account, slug: this.slug, item: { ...item, seq } }),
        tx.objectStore("meta").put({ account: this.account, name: "seq", value: seq }),
        row &&
          tx
            .objectStore("tasks")
            .put({ ...row, state: "open", order: -seq, outcome: null, draft: null, doneAt: null }),
        tx.objectStore("drafts").put({ account: this.account, token: done.token, draft: done.draft }),
      ])
      return seq
    }
    this.#lastSeq = await this.#soon(finish(tx, work))
    void this.#flush()
  }

  /** The outbox of this account, oldest first, of all its projects. */
  async listOutbox(limit?: number): Promise<readonly Stored[]> {
    const db = await this.#database()
    const rows = await this.#soon(db.getAllFromIndex("outbox", "byAccount", this.account, limit))
    return rows.flatMap((row) =>
      row.id === undefined ? [] : [{ id: row.id, slug: row.slug, item: row.item }],
    )
  }

  async countOutbox(): Promise<number> {
    const db = await this.#database()
    return await this.#soon(db.countFromIndex("outbox", "byAccount", this.account))
  }

  /** Called only with ids the server has committed. */
  async leaveOutbox(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return
    const tx = (await this.#database()).transaction("outbox", "readwrite", { durability: "relaxed" })
    await this.#soon(
      finish(tx, async () => {
        await Promise.all(ids.map((id) => tx.store.delete(id)))
      }),
    )
  }

  async listTasks(): Promise<readonly TaskRow[]> {
    const db = await this.#database()
    const rows = await this.#soon(db.getAll("tasks", this.#inProject()))
    return rows.toSorted((a, b) => a.order - b.order)
  }

  async isOpen(token: string): Promise<boolean> {
    const db = await this.#database()
    return (await this.#soon(db.get("tasks", [this.account, this.slug, token])))?.state === "open"
  }

  /** Keeps newly leased tasks behind those at hand. A task that was done here stays done. */
  async putTasks(
    tasks: readonly WireTask[],
    texts: Readonly<Record<string, WireText>>,
    now: number,
  ): Promise<void> {
    const tx = (await this.#database()).transaction(["tasks", "pages"], "readwrite", {
      durability: "relaxed",
    })
    await this.#soon(
      finish(tx, async () => {
        await Promise.all(
          tasks.map(async (task, index) => {
            const key: [string, string, string] = [this.account, this.slug, task.token]
            const known = await tx.objectStore("tasks").get(key)
            const row: TaskRow = known ?? {
              account: this.account,
              slug: this.slug,
              token: task.token,
              order: now + index / 1000,
              state: "open",
              leaseExpiresAt: task.leaseExpiresAt,
              outcome: null,
              draft: null,
              doneAt: null,
            }
            await tx.objectStore("tasks").put({ ...row, leaseExpiresAt: task.leaseExpiresAt })
            await tx
              .objectStore("pages")
              .put({ account: this.account, token: task.token, page: toPage(task, texts) })
          }),
        )
      }),
    )
  }

  async setLeases(
    leases: readonly { readonly token: string; readonly leaseExpiresAt: string }[],
  ): Promise<void> {
    if (leases.length === 0) return
    const tx = (await this.#database()).transaction("tasks", "readwrite", { durability: "relaxed" })
    await this.#soon(
      finish(tx, async () => {
        await Promise.all(
          leases.map(async ({ token, leaseExpiresAt }) => {
            const row = await tx.store.get([this.account, this.slug, token])
            if (row) await tx.store.put({ ...row, leaseExpiresAt })
          }),
        )
      }),
    )
  }

  /** Forgets tasks and their texts: lease lost, or the sitting they were done in is over. */
  async dropTasks(tokens: readonly string[]): Promise<void> {
    if (tokens.length === 0) return
    const tx = (await this.#database()).transaction(["tasks", "pages", "drafts"], "readwrite", {
      durability: "relaxed",
    })
    await this.#soon(
      finish(tx, async () => {
        await Promise.all(
          tokens.flatMap((token) => [
            tx.objectStore("tasks").delete([this.account, this.slug, token]),
            tx.objectStore("pages").delete([this.account, token]),
            tx.objectStore("drafts").delete([this.account, token]),
          ]),
        )
      }),
    )
  }

  async getPage(token: string): Promise<TaskPage | undefined> {
    const db = await this.#database()
    return (await this.#soon(db.get("pages", [this.account, token])))?.page
  }

  async getDraft(token: string): Promise<Draft | undefined> {
    const db = await this.#database()
    return (await this.#soon(db.get("drafts", [this.account, token])))?.draft
  }

  async putDraft(token: string, draft: Draft): Promise<void> {
    const db = await this.#database()
    if (isEmptyDraft(draft)) await this.#soon(db.delete("drafts", [this.account, token]))
    else await this.#soon(db.put("drafts", { account: this.account, token, draft }))
  }

  async getMeta<T>(name: string): Promise<T | undefined> {
    const db = await this.#database()
    const row = await this.#soon(db.get("meta", [this.account, name]))
    // Written by putMeta of this class alone, under the same name.
    return row?.value as T | undefined
  }

  async putMeta(name: string, value: unknown): Promise<void> {
    const db = await this.#database()
    await this.#soon(db.put("meta", { account: this.account, name, value }))
  }

  /** On signing out: texts, drafts and settings of the account go; an outbox that is not empty stays. */
  async wipe(): Promise<void> {
    const db = await this.#database()
    const tx = db.transaction(["tasks", "pages", "drafts", "meta"], "readwrite", { durability: "strict" })
    const all = IDBKeyRange.bound([this.account], [this.account, []])
    await this.#soon(
      finish(tx, async () => {
        const seq = await tx.objectStore("meta").get([this.account, "seq"])
        await Promise.all([
          tx.objectStore("tasks").delete(all),
          tx.objectStore("pages").delete(all),
          tx.objectStore("drafts").delete(all),
          tx.objectStore("meta").delete(all),
        ])
        // The count of keys goes on, so that a later sitting cannot sort before what still waits.
        if (seq) await tx.objectStore("meta").put(seq)
      }),
    )
  }

  /** One strict write after those before it: the log is one, so all of it reaches the disk. */
  async #flush(): Promise<void> {
    this.#flushAgain = true
    // One that never ends must not be the last.
    if (performance.now() - this.#flushing < 30_000 && this.#flushing > 0) return
    this.#flushing = performance.now()
    try {
      while (this.#flushAgain) {
        this.#flushAgain = false
        const tx = (await this.#database()).transaction("meta", "readwrite", { durability: "strict" })
        await finish(tx, async () => {
          await tx.store.put({ account: this.account, name: "flushed", value: Date.now() })
        })
      }
    } catch {
      // What was committed stays so; the next answer forces it again.
    } finally {
      this.#flushing = 0
    }
  }

  /** Another tab has written: what this one remembers may be old. */
  noteOthers(): void {
    this.#lastSeq = null
  }

  #inProject(): IDBKeyRange {
    return IDBKeyRange.bound([this.account, this.slug], [this.account, this.slug, []])
  }

  async #database(): Promise<AnnotateDatabase> {
    this.#opening ??= openDatabase(() => this.#forget())
    try {
      return await this.#soon(this.#opening)
    } catch (error) {
      this.#forget()
      throw error
    }
  }

  #forget(): void {
    this.#opening = null
  }

  /**
   * A browser in trouble (a full disk above all) sometimes never answers at all. Then the write counts
   * as failed and the store is opened anew.
   */
  async #soon<T>(work: Promise<T>): Promise<T> {
    const wait = performance.now() < this.#troubledUntil ? 200 : patience
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#forget()
        this.#troubledUntil = performance.now() + 10_000
        reject(new StoreSilent("The device's store does not answer."))
      }, wait)
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Milliseconds: a strict write takes a few to a few hundred even on a busy disk. */
const patience = 4000

function toSeq(row: { readonly value: unknown } | undefined): number {
  return typeof row?.value === "number" ? row.value : 0
}

/** Why a write failed, as the page says it. */
export function toStorageHindrance(error: unknown): Hindrance {
  if (error instanceof StoreSilent) return { kind: "storage-silent" }
  const name = error instanceof Error || error instanceof DOMException ? error.name : ""
  return { kind: name === "QuotaExceededError" ? "storage-full" : "storage-denied" }
}

type Finishable = { readonly done: Promise<void>; abort(): void }

/** Runs the requests of a transaction and waits for its commit; on any error nothing of it stays. */
async function finish<T>(tx: Finishable, work: () => Promise<T>): Promise<T> {
  // Without a handler of its own, an abort would be reported as unhandled beside the error below.
  const done = tx.done.catch((error: unknown) => {
    throw error
  })
  done.catch(() => undefined)
  let result: T
  try {
    result = await work()
  } catch (error) {
    try {
      tx.abort()
    } catch {
      // It has aborted by itself, which is what failed.
    }
    throw error
  }
  await done
  return result
}

/** A task with those of the answer's texts that it uses. */
export function toPage(task: WireTask, texts: Readonly<Record<string, WireText>>): TaskPage {
  const keys = [...task.prompt, ...task.panels.flatMap((panel) => panel.turns)].map((turn) => turn.text)
  const used = keys.flatMap((key) => {
    const text = texts[key]
    return text ? [[key, text] as const] : []
  })
  return { task, texts: Object.fromEntries(used) }
}
