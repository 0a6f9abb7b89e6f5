import { commands } from "@/cli/commands/registry"
import { runCommandLine } from "@/cli/run"
import { closeDb } from "@/server/data/close-db"

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

process.exitCode = await runCommandLine(process.argv.slice(2), {
  commands,
  signal: interrupt.signal,
  closeDatabase: closeDb,
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
})
