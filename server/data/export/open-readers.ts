import pg from "pg"
import { SPLIT_SALT } from "@/formats/export/split-of"
import { pool } from "@/server/data/db"
import { ask } from "@/server/data/export/copy-rows"
import { oldestRunning } from "@/server/data/export/snapshot"

const APPLICATION = "diptych-export"

/** Its types do not know that it tells the server's process. */
type Connected = pg.Client & { readonly processID: number | null }

/** One connection for each stream in the order of the files, two for what is looked up on the way. */
export type Readers = {
  readonly prompts: pg.Client
  readonly tasks: pg.Client
  readonly annotations: pg.Client
  readonly lookups: readonly [pg.Client, pg.Client]
}

/**
 * Connections of their own (a slow reader must not starve the app of them) that see the same state and
 * know what is asked for.
 */
export async function openReaders(projectId: string, snapshot: string): Promise<Readers> {
  const readers: Readers = {
    prompts: client(),
    tasks: client(),
    annotations: client(),
    lookups: [client(), client()],
  }
  try {
    const { prompts } = readers
    await prompts.connect()
    await prompts.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    const { rows } = await prompts.query<{ id: string }>(`SELECT pg_export_snapshot() AS "id"`)
    const shared = (rows[0]?.id ?? "").replaceAll(/[^0-9A-F-]/g, "")
    await Promise.all(
      allOf(readers)
        .slice(1)
        .map(async (other) => {
          await other.connect()
          await other.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
          await other.query(`SET TRANSACTION SNAPSHOT '${shared}'`)
        }),
    )
    const values = { project: projectId, snapshot, oldest: oldestRunning(snapshot), salt: SPLIT_SALT }
    for (const one of allOf(readers)) {
      await ask(one, values)
      // A million annotations are sorted without a file: each sort takes what it needs, 96 MB at most in each of
      // its processes, and a hash table no more than that.
      await one.query("SET LOCAL work_mem = '96MB'; SET LOCAL hash_mem_multiplier = 1; SET LOCAL jit = off")
    }
    // Lookups go from a few prompts to what hangs on them. A table that grew since it was last measured must
    // not tempt the planner to read it from end to end for each group.
    for (const one of readers.lookups) {
      await one.query("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    }
    return readers
  } catch (error) {
    await closeReaders(readers)
    throw error
  }
}

function allOf({ prompts, tasks, annotations, lookups }: Readers): pg.Client[] {
  return [prompts, tasks, annotations, ...lookups]
}

/**
 * Ends what runs there at once. A server that sorts or waits for a lock does not look whether anybody still
 * listens, so closing the line alone would not stop it.
 */
export async function cancelReaders(readers: Readers): Promise<void> {
  const ids = allOf(readers).flatMap((one) => (one as Connected).processID ?? [])
  await pool()
    .query(
      `SELECT pg_cancel_backend("pid") FROM pg_stat_activity WHERE "pid" = ANY ($1::int[]) AND "application_name" = $2`,
      [ids, APPLICATION],
    )
    .catch(() => {})
  await closeReaders(readers)
}

export async function closeReaders(readers: Readers): Promise<void> {
  await Promise.all(allOf(readers).map((one) => one.end().catch(() => {})))
}

function client(): pg.Client {
  const client = new pg.Client({ ...pool().options, application_name: APPLICATION })
  // A lost connection fails the running query, which is enough; without a listener it would end the process.
  client.on("error", () => {})
  return client
}
