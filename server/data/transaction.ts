import type pg from "pg"
import { pool } from "@/server/data/db"

/** Anything that runs a statement with bound parameters: the pool or one connection in a transaction. */
export type Sql = Pick<pg.ClientBase, "query">

/**
 * One transaction on one connection of its own, for statements Prisma cannot say well. A thrown
 * error rolls back; the connection is closed then, since its state (open COPY, temporary tables) is
 * not worth finding out.
 */
export async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  try {
    await client.query("BEGIN")
    const result = await work(client)
    await client.query("COMMIT")
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
