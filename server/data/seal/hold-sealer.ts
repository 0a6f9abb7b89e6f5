import type { Tx } from "@/server/data/db"
import { sealLock } from "@/server/data/seal/chain-head"

/** Nothing is linked until this transaction ends; waits for a batch that is being linked now. */
export async function holdSealer(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${sealLock})`
}
