import type { DBSchema, IDBPDatabase } from "idb"
import { openDB } from "idb"
import { databaseName } from "@/components/annotate/store/database-name"
import type { Draft } from "@/core/annotate/draft"
import type { Outcome } from "@/core/annotate/reducer"
import type { OutboxItem, WireTask, WireText } from "@/core/annotate/wire"

/** One assignment as this device knows it. Small, so that all of them can be listed. */
export type TaskRow = {
  readonly account: string
  readonly slug: string
  readonly token: string
  /** Place in the queue; lower comes first. */
  readonly order: number
  readonly state: "open" | "done"
  readonly leaseExpiresAt: string
  readonly outcome: Outcome | null
  readonly draft: Draft | null
  readonly doneAt: number | null
}

/** A task with its texts: what is on the screen. */
export type TaskPage = {
  readonly task: WireTask
  readonly texts: Readonly<Record<string, WireText>>
}

export type OutboxRow = {
  readonly id?: number
  readonly account: string
  readonly slug: string
  readonly item: OutboxItem
}

/** What the model wrote last: the text in which words can be marked. */
export function lastText(page: TaskPage | undefined, panel: number): string {
  const turn = page?.task.panels[panel]?.turns.at(-1)
  return page?.texts[turn?.text ?? ""]?.raw ?? ""
}

/** Everything belongs to an account: no key is without it. */
export interface AnnotateSchema extends DBSchema {
  outbox: { key: number; value: OutboxRow; indexes: { byAccount: string } }
  tasks: { key: [string, string, string]; value: TaskRow }
  pages: {
    key: [string, string]
    value: { readonly account: string; readonly token: string; readonly page: TaskPage }
  }
  drafts: {
    key: [string, string]
    value: { readonly account: string; readonly token: string; readonly draft: Draft }
  }
  /** `[account, "seq"]`, `[account, "sitting"]`, `[account, "project:<slug>"]`. */
  meta: {
    key: [string, string]
    value: { readonly account: string; readonly name: string; readonly value: unknown }
  }
}
export type AnnotateDatabase = IDBPDatabase<AnnotateSchema>

/** Opens the device's store; rejects where the browser refuses storage. */
export async function openDatabase(onClosed: () => void): Promise<AnnotateDatabase> {
  const database = await openDB<AnnotateSchema>(databaseName, 1, {
    upgrade(db) {
      const outbox = db.createObjectStore("outbox", { keyPath: "id", autoIncrement: true })
      outbox.createIndex("byAccount", "account")
      db.createObjectStore("tasks", { keyPath: ["account", "slug", "token"] })
      db.createObjectStore("pages", { keyPath: ["account", "token"] })
      db.createObjectStore("drafts", { keyPath: ["account", "token"] })
      db.createObjectStore("meta", { keyPath: ["account", "name"] })
    },
    blocking() {
      // A newer page wants to change the store: let it, and open again when needed.
      database.close()
      onClosed()
    },
    terminated: onClosed,
  })
  return database
}
