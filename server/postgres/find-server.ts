import { execFileSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"

/** A running server of ours. */
export type RunningServer = { readonly pid: number; readonly port: number }

/** Name of the database inside the embedded server, and of its owner. */
export const databaseName = "diptych"

export function serverUrl(port: number, password: string, database = databaseName): string {
  return `postgresql://diptych:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/**
 * What `postmaster.pid` says, if that process lives. The file survives a killed machine and its pid
 * may by now be somebody else's, so being listed is no proof: `isOurs` is.
 *
 * Lines of the file: pid, data directory, start time, port, socket folder, address, …, status.
 */
export function readPostmaster(cluster: string): RunningServer | null {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")
  } catch {
    return null
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return null
  return isAlive(pid) && isPostgres(pid) ? { pid, port } : null
}

/**
 * Before a start: a file that names a live process which is no PostgreSQL is left over from a machine
 * that went down. PostgreSQL itself would take that process for a server and refuse.
 */
export function removeStalePidFile(cluster: string): void {
  const path = join(cluster, "postmaster.pid")
  let pid: number
  try {
    pid = Number(readFileSync(path, "utf8").split("\n")[0])
  } catch {
    return
  }
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && !isPostgres(pid)) rmSync(path, { force: true })
}

/** By the program's name; where that cannot be asked, yes, and PostgreSQL decides. */
function isPostgres(pid: number): boolean {
  if (process.platform === "win32") return true
  try {
    const name =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/comm`, "utf8")
        : execFileSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" })
    return /postgres/.test(name)
  } catch {
    return true
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: alive, but another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** Whether the server on this port takes our password and keeps its data where ours is. */
export async function isOurs(port: number, password: string, cluster: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: serverUrl(port, password, "postgres"),
    connectionTimeoutMillis: 3000,
  })
  client.on("error", () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory")
    return rows[0]?.data_directory === cluster
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
