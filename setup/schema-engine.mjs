#!/usr/bin/env node
// Prisma's schema engine for Prisma's own command line (`npx prisma migrate diff`, `dev`, `status` …),
// so that those work where the native engine cannot be downloaded. Prisma starts this file, writes one
// JSON-RPC request per line and reads one answer per line; the answers come from the WebAssembly build
// of the same engine. prisma.config.ts names it.
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { enableTypeScript, root } from "./steps.mjs"

const here = process.cwd()
await enableTypeScript()
const { loadEngine } = await import("../server/migrate/load-engine.ts")
const { default: config } = await import("../prisma.config.ts")
process.chdir(here)

const args = process.argv.slice(2)
const option = (name) => {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}

/** Where the engine connects to: what Prisma says, else what its configuration says. */
function databaseUrl() {
  const given = option("--datasource") ?? option("-d")
  if (given) {
    const text = given.trimStart().startsWith("{") ? given : Buffer.from(given, "base64").toString("utf8")
    const { url } = JSON.parse(text)
    if (url) return url
  }
  return process.env.DATABASE_URL ?? config.datasource?.url
}

/** Commands of the engine's own command line: answered by exit code, a refusal told as log lines. */
async function commandLine(name) {
  const url = new URL(databaseUrl())
  const wanted = decodeURIComponent(url.pathname.slice(1))
  if (name === "create-database") url.pathname = "/postgres"
  const { default: pg } = await import("pg")
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    if (name === "create-database") await client.query(`CREATE DATABASE ${client.escapeIdentifier(wanted)}`)
    await client.end()
    return 0
  } catch (error) {
    const known = error.code === "3D000" ? { error_code: "P1003" } : { error_code: "P1001" }
    const line = {
      level: "ERROR",
      target: "schema_engine::logger",
      fields: { message: error.message, ...known },
    }
    // Prisma skips the first line.
    process.stderr.write(`\n${JSON.stringify(line)}`)
    return 1
  }
}

const none = "postgresql://nobody@127.0.0.1:1/none"
let opened
const open = () => {
  const files = args.flatMap((word, at) =>
    args[at - 1] === "--datamodels" ? [[word, readFileSync(word, "utf8")]] : [],
  )
  opened ??= loadEngine(databaseUrl() ?? none, files.length > 0 ? files : undefined)
  return opened
}

const methods = { getDatabaseVersion: "version" }

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

async function answer({ id, method, params }) {
  let trap
  try {
    const { engine } = await open()
    const name = methods[method] ?? method
    if (typeof engine[name] !== "function") throw new Error(`This engine knows no method "${method}".`)
    // A request it cannot read makes it throw outside of its promise.
    const trapped = new Promise((_, reject) => {
      trap = reject
      process.once("uncaughtException", reject)
    })
    const result = await Promise.race([engine[name](params), trapped])
    // The native engine has what people shall read printed, this one returns it.
    if (method === "diff" && result?.stdout) {
      tell({
        jsonrpc: "2.0",
        id: `print-${id}`,
        method: "print",
        params: { content: result.stdout.trimEnd() },
      })
    }
    // The engine sends nothing where Prisma expects an empty answer.
    return { jsonrpc: "2.0", id, result: result ?? null }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const known = typeof error?.code === "string" && /^P\d/.test(error.code)
    const data = known
      ? { is_panic: false, error_code: error.code, message, meta: error.meta ?? {} }
      : { is_panic: false, message, backtrace: null, meta: null }
    return {
      jsonrpc: "2.0",
      id,
      error: { code: 4466, message: "An error happened. Check the data field for details.", data },
    }
  } finally {
    process.off("uncaughtException", trap ?? (() => {}))
  }
}

if (args.includes("--version")) {
  console.log(`schema-engine-wasm (${root})`)
  process.exit(0)
}
const command = args[args.indexOf("cli") + 1]
if (args.includes("cli")) process.exit(await commandLine(command))

// One after another, as they come; the end of the input is the end of the program.
for await (const line of createInterface({ input: process.stdin })) {
  const message = line.trim() === "" ? {} : JSON.parse(line)
  // Not everything is a request: Prisma confirms what it has printed.
  if (message.method !== undefined) tell(await answer(message))
}
// Connections that are still open end with the process.
process.exit(0)
