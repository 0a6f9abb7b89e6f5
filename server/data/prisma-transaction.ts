import type { Tx } from "@/server/data/db"
import { db } from "@/server/data/db"

/** A transaction as the data layer's functions take it; a use case only hands it on. */
export type Transaction = Tx

/** All of it or nothing, for use cases that put several functions of the data layer together. */
export async function prismaTransaction<T>(
  work: (tx: Transaction) => Promise<T>,
  options: { readonly timeoutMs?: number } = {},
): Promise<T> {
  return db().$transaction(work, options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs })
}
