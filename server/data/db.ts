import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { PrismaClient } from "@/prisma/client/client"
import { env } from "@/server/env"

/**
 * The database: Prisma for ordinary queries, `pool` for statements Prisma cannot say well (claiming,
 * bulk import, streamed export). Both use one pool of connections.
 *
 * Inside `db().$transaction(async (tx) => …)` use only `tx`: the outer client would wait for a
 * second connection and see nothing of the transaction.
 */
export type Db = PrismaClient
export type Tx = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0]

type Handle = { readonly prisma: PrismaClient; readonly pool: pg.Pool }

// Next loads server code more than once in development; the handle must survive that.
const holder = globalThis as typeof globalThis & { diptychDb?: Handle }

function open(): Handle {
  const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 20 })
  // An idle connection dies when the server restarts; the pool replaces it, the process must live.
  pool.on("error", () => {})
  return { prisma: new PrismaClient({ adapter: new PrismaPg(pool) }), pool }
}

function handle(): Handle {
  holder.diptychDb ??= open()
  return holder.diptychDb
}

export function db(): PrismaClient {
  return handle().prisma
}

export function pool(): pg.Pool {
  return handle().pool
}

/** For programs that end (command line, tests); the app never calls it. */
export async function closeDb(): Promise<void> {
  const open = holder.diptychDb
  delete holder.diptychDb
  if (!open) return
  await open.prisma.$disconnect()
  await open.pool.end()
}
