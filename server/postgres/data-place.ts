import { createHash } from "node:crypto"
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { DiptychError } from "@/core/errors"

/** Another user to run PostgreSQL as, which refuses root. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** Where everything of this checkout lives that is not code. */
export type DataPlace = {
  /** Holds secrets.json, the server's log, and what is below. */
  readonly root: string
  /** PostgreSQL's data directory. */
  readonly cluster: string
  /** Where the server's binaries are copied to when its user cannot reach node_modules. */
  readonly binaries: string
  /** Null = run the server as ourselves. */
  readonly serverUser: ServerUser | null
}

/**
 * `.data/` of the checkout, or `DIPTYCH_DATA`. As root PostgreSQL runs under another user, who can
 * reach neither `/root` nor a private folder, so the default is then a system place named by the
 * checkout's real path: two clones never meet.
 *
 * Throws BAD_DATA where that user could not reach `DIPTYCH_DATA`.
 */
export function locateData(
  checkout: string,
  given: string | undefined,
  serverUser: ServerUser | null,
): DataPlace {
  const root = given ? resolve(given) : serverUser ? systemPlace(checkout) : join(checkout, ".data")
  if (given && serverUser) requireReachable(root, serverUser)
  if (given && !serverUser) requireWritable(root)
  return { root, cluster: join(root, "postgresql"), binaries: join(root, "server"), serverUser }
}

function systemPlace(checkout: string): string {
  const key = createHash("sha256").update(realpathSync(checkout)).digest("hex").slice(0, 16)
  return join("/var/lib/diptych", key)
}

function requireReachable(root: string, user: ServerUser): void {
  for (const folder of existingParents(root)) {
    const stat = statSync(folder)
    const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001
    if ((stat.mode & bit) !== 0) continue
    throw new DiptychError(
      "BAD_DATA",
      `DIPTYCH_DATA is ${root}, but ${folder} cannot be entered by the user "${user.name}", under whom PostgreSQL runs when you are root. Choose a folder whose parents everybody may enter (for instance below /srv or /var/lib), or leave DIPTYCH_DATA out.`,
      { folder, user: user.name },
    )
  }
}

function requireWritable(root: string): void {
  const [nearest] = existingParents(root)
  if (nearest === undefined) return
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK)
  } catch {
    throw new DiptychError(
      "BAD_DATA",
      `DIPTYCH_DATA is ${root}, but ${nearest} cannot be written to by you.`,
      {
        folder: nearest,
      },
    )
  }
}

/** The folder and its parents that are there, nearest first. */
function existingParents(folder: string): string[] {
  const found: string[] = []
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at)) found.push(at)
    if (at === dirname(at)) return found
  }
}
