import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { DataPlace } from "@/server/postgres/data-place"
import { locateData } from "@/server/postgres/data-place"
import { readPostmaster } from "@/server/postgres/find-server"
import { findServerUser } from "@/server/postgres/server-user"

export type TestPlace = { readonly path: string; readonly place: DataPlace; readonly remove: () => void }

/** A folder for an embedded server of a test's own, with a space in its name; a server left there is ended. */
export function makePlace(): TestPlace {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "diptych-place-")))
  // PostgreSQL's user must be able to pass when we are root.
  chmodSync(parent, 0o755)
  const path = join(parent, "with space")
  mkdirSync(path)
  const place = locateData(process.cwd(), path, findServerUser())
  return {
    path,
    place,
    remove: () => {
      const running = readPostmaster(place.cluster)
      if (running) process.kill(running.pid, "SIGQUIT")
      rmSync(parent, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}
