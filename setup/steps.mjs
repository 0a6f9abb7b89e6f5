// What must hold before any TypeScript can run: the right Node, the packages, the generated client.
// Plain JavaScript without dependencies, because at this point there are none (docs/decisions/0008).
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** People's lines go to stderr, so that a command's own output stays alone on stdout. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`Diptych needs Node 20.19 or later; this is ${process.versions.node}. Get it from https://nodejs.org.`)
  process.exit(1)
}

/** Installs the packages where package.json (or the machine) changed since the last time. */
export async function ensureInstalled() {
  const stamp = join(root, "node_modules", ".diptych-installed")
  const wanted = hashOf([
    readFileSync(join(root, "package.json")),
    `${process.platform}-${process.arch}-${process.versions.modules}`,
  ])
  if (readStamp(stamp) === wanted) return
  say("Installing packages (about a minute, once) …")
  const began = Date.now()
  // The lock file was made on Linux, where npm leaves packages of other platforms out of it, and with
  // it npm would not install them there. Elsewhere the exact versions of package.json have to do.
  const lock = process.platform === "linux" ? [] : ["--no-package-lock"]
  await run(npm(), ["install", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", ...lock], {
    // Prisma's installer would download an engine that is never used.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  })
  writeStamp(stamp, wanted)
  say(`Packages are there (${seconds(began)}).`)
}

/** Generates the database client where the schema changed. */
export async function ensureGenerated() {
  const stamp = join(root, "prisma", "client", ".diptych-generated")
  const wanted = hashOf([
    ...filesBelow(join(root, "prisma", "schema")).map((file) => readFileSync(file)),
    readFileSync(join(root, "node_modules", "prisma", "package.json")),
  ])
  if (readStamp(stamp) === wanted) return
  await run(process.execPath, [join(root, "node_modules", "prisma", "build", "index.js"), "generate"], {
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  })
  writeStamp(stamp, wanted)
}

/** From here on TypeScript can be imported, with the alias `@/`. */
export async function enableTypeScript() {
  process.chdir(root)
  const { register } = await import("tsx/esm/api")
  register({ tsconfig: join(root, "tsconfig.json") })
}

/**
 * Runs a program; its output is shown on stderr. Throws with the end of it when it fails.
 * @param {Record<string, string>} [extraEnv]
 */
export async function run(command, args, extraEnv = {}, options = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...extraEnv },
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-20_000)
    })
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject).once("close", resolve)
  })
  if (code === 0) return output
  throw new Error(`${[command, ...args].join(" ")} ended with ${code}:\n${output.trim()}`)
}

export function npm() {
  return process.platform === "win32" ? "npm.cmd" : "npm"
}

export function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

export function hashOf(parts) {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(part).update("\0")
  return hash.digest("hex")
}

export function readStamp(path) {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

export function writeStamp(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

/** Ends with a plain sentence rather than a trace: these are problems of the machine, not of the code. */
export function fail(error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
