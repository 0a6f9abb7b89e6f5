import type pg from "pg"
import { pool } from "@/server/data/db"

/** Anything that runs a statement with bound parameters: the pool or one connection in a transaction. */
export type Sql = Pick<pg.ClientBase, "query">

/** One connection inside a transaction; a use case only hands it on. */
export type Client = pg.ClientBase

export type TransactionOptions = {
  /** Takes everything back at the end: for asking what would happen. */
  readonly rollback?: boolean
  /** Ends a running statement too, however long it would take. */
  readonly signal?: AbortSignal | undefined
}

/**
 * One transaction on one connection of its own, for statements Prisma cannot say well. A thrown
 * error rolls back; the connection is closed then, since its state (open COPY, temporary tables) is
 * not worth finding out.
 */
export async function transaction<T>(
  work: (client: pg.PoolClient) => Promise<T>,
  { rollback = false, signal }: TransactionOptions = {},
): Promise<T> {
  signal?.throwIfAborted()
  const client = await pool().connect()
  const stop = await cancelOnAbort(client, signal)
  try {
    await client.query("BEGIN")
    const result = await work(client)
    signal?.throwIfAborted()
    await client.query(rollback ? "ROLLBACK" : "COMMIT")
    stop()
    client.release()
    return result
  } catch (error) {
    stop()
    client.release(true)
    throw error
  }
}

async function cancelOnAbort(client: pg.PoolClient, signal: AbortSignal | undefined): Promise<() => void> {
  if (!signal) return () => {}
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")
  const cancel = () => {
    // Best effort: where it comes too late, the check before COMMIT still takes everything back.
    pool()
      .query("SELECT pg_cancel_backend($1)", [rows[0]?.pid])
      .catch(() => {})
  }
  signal.addEventListener("abort", cancel, { once: true })
  return () => signal.removeEventListener("abort", cancel)
}
