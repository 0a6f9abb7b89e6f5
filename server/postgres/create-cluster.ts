import { execFile } from "node:child_process"
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { DiptychError } from "@/core/errors"
import type { Binaries } from "@/server/postgres/binaries"
import type { DataPlace } from "@/server/postgres/data-place"
import { noEnvironment } from "@/server/postgres/no-environment"

const run = promisify(execFile)

/**
 * `initdb` beside the final place, then one rename: a cluster is there whole or not at all, and of
 * two programs that make it at once one wins and the other uses it.
 */
export async function ensureCluster(place: DataPlace, binaries: Binaries, password: string): Promise<void> {
  if (existsSync(join(place.cluster, "PG_VERSION"))) return
  mkdirSync(place.root, { recursive: true, mode: 0o755 })
  removeRemains(place)
  const aside = `${place.cluster}.${process.pid}`
  const passwordFile = `${aside}.password`
  mkdirSync(aside, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const { serverUser } = place
  if (serverUser) {
    for (const path of [aside, passwordFile]) chownSync(path, serverUser.uid, serverUser.gid)
  }
  try {
    // The built-in C.UTF-8 is the same on every system, so sort order never depends on the machine.
    await run(binaries.initdb, toArguments({ aside, passwordFile }), {
      cwd: place.root,
      env: noEnvironment,
      ...(serverUser && { uid: serverUser.uid, gid: serverUser.gid }),
    })
    renameSync(aside, place.cluster)
  } catch (error) {
    if (existsSync(join(place.cluster, "PG_VERSION"))) return
    const said = (error as { stderr?: string }).stderr?.trim() ?? String(error)
    throw new DiptychError(
      "UNAVAILABLE",
      `PostgreSQL could not prepare ${place.cluster}: ${said}`,
      {},
      { cause: error },
    )
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(aside, { recursive: true, force: true })
  }
  chmodSync(place.cluster, 0o700)
}

function toArguments(files: { aside: string; passwordFile: string }): string[] {
  const place = ["-D", files.aside, "-U", "diptych", "-E", "UTF8", "--no-instructions"]
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
  const login = ["--auth=scram-sha-256", `--pwfile=${files.passwordFile}`]
  return [...place, ...locale, ...login]
}

/** What a killed set-up left; only of programs that are gone. */
function removeRemains(place: DataPlace): void {
  for (const name of readdirSync(place.root)) {
    const pid = Number(/^postgresql\.(\d+)(\.password)?$/.exec(name)?.[1])
    if (!pid || existsSync(`/proc/${pid}`)) continue
    rmSync(join(place.root, name), { recursive: true, force: true })
  }
}
