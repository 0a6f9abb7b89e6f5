import type { Prisma } from "@/prisma/client/client"
import type { Tx } from "@/server/data/db"
import type { Sql } from "@/server/data/transaction"

/** Runs one statement inside a transaction, whichever way the transaction was opened. */
export type Run = <R extends object>(statement: Prisma.Sql) => Promise<R[]>

/** In a transaction of Prisma's. */
export function onPrisma(tx: Tx): Run {
  return async <R extends object>(statement: Prisma.Sql) => tx.$queryRaw<R[]>(statement)
}

/** On a plain connection. */
export function onClient(sql: Sql): Run {
  return async <R extends object>(statement: Prisma.Sql) =>
    (await sql.query<R>({ text: statement.text, values: statement.values })).rows
}
