import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { commands } from "@/cli/commands/registry"
import type { Environment } from "@/cli/environment"
import { prepareEnvironment } from "@/cli/environment"
import { runCommandLine } from "@/cli/run"
import { closeDb } from "@/server/data/close-db"
import { sealAudit } from "@/server/data/seal/seal-audit"

const interrupt = new AbortController()
let interrupts = 0
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    interrupts += 1
    // The second Ctrl-C does not wait for anything; an open transaction dies with the connection.
    if (interrupts > 1) process.exit(130)
    interrupt.abort()
  })
}
// A reader that closes early (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

let environment: Environment | undefined

process.exitCode = await runCommandLine(process.argv.slice(2), {
  commands,
  signal: interrupt.signal,
  openDatabase: async () => {
    environment = await prepareEnvironment(dirname(dirname(fileURLToPath(import.meta.url))), process.env)
    Object.assign(process.env, environment.variables)
  },
  closeDatabase: async () => {
    // What the command did joins the audit chain now, also where no app runs that would do it.
    if (environment) await sealAudit().catch(() => {})
    await closeDb()
    await environment?.close()
  },
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
})
