import { mkdirSync } from "node:fs"
import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"
import { locateBinaries } from "@/server/postgres/binaries"
import { ensureCluster } from "@/server/postgres/create-cluster"
import type { DataPlace } from "@/server/postgres/data-place"
import { databaseName, isAlive, readPostmaster, serverUrl } from "@/server/postgres/find-server"
import { ensureSecrets } from "@/server/postgres/secrets"
import { ensureServer } from "@/server/postgres/start-server"

export type OpenDatabase = {
  readonly url: string
  /** Leaves; the last program to leave stops the server. Idempotent. */
  readonly close: () => Promise<void>
}

/**
 * The embedded database of a data place, ready to use. While open it holds one connection, by which
 * other programs see that somebody is there: whoever closes last stops the server. A program that was
 * killed simply vanishes from that count, and its server is found again by the next one.
 */
export async function openEmbeddedDatabase(place: DataPlace): Promise<OpenDatabase> {
  mkdirSync(place.root, { recursive: true, mode: 0o755 })
  const { databasePassword: password } = ensureSecrets(place.root)
  const binaries = locateBinaries(place)
  await ensureCluster(place, binaries, password)
  const holder = await holdOn(place, () => ensureServer(place, binaries, password), password)
  const url = serverUrl(holder.port, password)
  let closed: Promise<void> | undefined
  return {
    url,
    close: () => {
      closed ??= leave(place, holder.client)
      return closed
    },
  }
}

/** Connects, creating the database at first; again if the server was just being stopped by another. */
async function holdOn(place: DataPlace, ensure: () => Promise<number>, password: string) {
  const deadline = Date.now() + 60_000
  for (;;) {
    const port = await ensure()
    const client = new pg.Client({
      connectionString: serverUrl(port, password, "postgres"),
      application_name: "diptych holder",
      keepAlive: true,
    })
    client.on("error", () => {})
    try {
      await client.connect()
      await client.query("SELECT pg_advisory_lock_shared($1), pg_advisory_unlock_shared($1)", [gate])
      await createDatabase(client)
      return { client, port }
    } catch (error) {
      await client.end().catch(() => {})
      if (Date.now() > deadline) throw error
      await delay(50)
    }
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [databaseName])
  if (rowCount) return
  try {
    await client.query(`CREATE DATABASE ${databaseName}`)
  } catch (error) {
    // 42P04, or 23505 when two create it in the same instant: the other one made it.
    if (!["42P04", "23505"].includes((error as { code?: string }).code ?? "")) throw error
  }
}

/** Any constant; joining takes it shared, leaving alone. */
const gate = 7_230_001

/**
 * Under the gate, so that nobody joins between the count and the stop: who has joined is counted,
 * who waits at the gate finds the server gone and starts it again. Of several that leave at once
 * each counts only those that stay.
 */
async function leave(place: DataPlace, client: pg.Client): Promise<void> {
  const server = readPostmaster(place.cluster)
  try {
    await client.query("SET application_name = 'diptych leaving'")
    await client.query("SELECT pg_advisory_lock($1)", [gate])
    if (server && (await isLast(client))) {
      // "Fast" shutdown: open transactions are rolled back, everything committed is on disk.
      process.kill(server.pid, "SIGINT")
      while (isAlive(server.pid)) await delay(20)
    }
  } catch {
    // The server is gone already, which is what leaving wants.
  } finally {
    await client.end().catch(() => {})
  }
}

/** Connections of a program that has just ended take a moment to go; they are waited for. */
async function isLast(client: pg.Client): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    const { rows } = await client.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> 'diptych leaving'`,
    )
    if (rows[0]?.others === 0) return true
    await delay(50)
  }
  return false
}
