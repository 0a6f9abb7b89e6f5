import { spawn } from "node:child_process"
import { chownSync, closeSync, openSync, readFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { DiptychError } from "@/core/errors"
import type { Binaries } from "@/server/postgres/binaries"
import type { DataPlace } from "@/server/postgres/data-place"
import { isOurs, readPostmaster, removeStalePidFile } from "@/server/postgres/find-server"
import { noEnvironment } from "@/server/postgres/no-environment"

/** How long a start may take; after a crash the server first replays its log. */
const PATIENCE_MS = 60_000

/**
 * The port of the running server of this place, started if need be. Any number of programs may call
 * this at once: PostgreSQL itself lets only one server onto a data directory, the others find it.
 *
 * Throws UNAVAILABLE with the end of the server's log when it cannot start.
 */
export async function ensureServer(place: DataPlace, binaries: Binaries, password: string): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS
  let child: { readonly exited: () => boolean } | undefined
  while (Date.now() < deadline) {
    const running = readPostmaster(place.cluster)
    if (running && (await isOurs(running.port, password, place.cluster))) return running.port
    // Nobody there, or the one we started lost the race and the winner is gone again.
    if (!running && (child === undefined || child.exited())) child = await startOne(place, binaries)
    await delay(40)
  }
  throw new DiptychError(
    "UNAVAILABLE",
    `PostgreSQL did not start within ${PATIENCE_MS / 1000} s. The end of ${logPath(place)}:\n${logEnd(place)}`,
  )
}

const settings = [
  "unix_socket_directories=",
  "max_connections=200",
  "timezone=UTC",
  "log_timezone=UTC",
  // A large import writes the usual 1 GB within seconds, and after each checkpoint every page it touches is
  // written whole once more. Takes room on the disk only while so much is written.
  "max_wal_size=4GB",
]

async function startOne(place: DataPlace, binaries: Binaries) {
  const { serverUser } = place
  removeStalePidFile(place.cluster)
  const log = openSync(logPath(place), "a", 0o640)
  if (serverUser) chownSync(logPath(place), serverUser.uid, serverUser.gid)
  let exited = false
  const child = spawn(
    binaries.postgres,
    ["-D", place.cluster, "-p", String(await freePort()), "-c", "listen_addresses=127.0.0.1"].concat(
      ...settings.map((setting) => ["-c", setting]),
    ),
    {
      // A process group of its own: a Ctrl-C for the app must not stop the database under it.
      detached: true,
      stdio: ["ignore", log, log],
      cwd: place.root,
      env: noEnvironment,
      ...(serverUser && { uid: serverUser.uid, gid: serverUser.gid }),
    },
  )
  child.on("exit", () => {
    exited = true
  })
  child.on("error", () => {
    exited = true
  })
  child.unref()
  closeSync(log)
  return { exited: () => exited }
}

function logPath(place: DataPlace): string {
  return join(place.root, "postgresql.log")
}

function logEnd(place: DataPlace): string {
  try {
    return readFileSync(logPath(place), "utf8").split("\n").slice(-12).join("\n")
  } catch {
    return "(no log)"
  }
}

/** A free port of the loopback; another program may take it first, then the next try draws again. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === "string") throw new Error("A port was expected.")
  return address.port
}
