import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"

/** Everything inside sees the database of one moment and changes nothing. */
export async function readOnly<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return work(tx)
  })
}
