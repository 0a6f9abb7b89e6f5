import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { prepareEnvironment } from "@/cli/environment"
import { startApp } from "@/cli/serve/app-process"
import { firstSteps } from "@/cli/serve/first-steps"
import { requireFreePort } from "@/cli/serve/port"
import { closeDb } from "@/server/data/close-db"
import { env } from "@/server/env"

export type ServeOptions = {
  readonly root: string
  /** Makes the production build where it is missing or old. */
  readonly build: () => Promise<void>
  /** The built server, or in development the framework's program. */
  readonly serverFile?: string
  readonly development?: string
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

/**
 * Database, build, first steps, app; then until a signal ends it. Prepares the database while the
 * build runs. On SIGTERM or SIGINT the app stops first, then the database if nobody else uses it.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const port = Number(process.env["PORT"] || 3000)
  // On this machine only, unless it is meant for others: an unfinished set-up is nobody's business.
  const host = process.env["HOST"] || (process.env["DIPTYCH_URL"] ? "0.0.0.0" : "127.0.0.1")
  await requireFreePort(port, host)
  const stopping = new AbortController()
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stopping.abort())
  const [environment] = await Promise.all([prepareEnvironment(options.root, process.env), options.build()])
  try {
    if (stopping.signal.aborted) return
    Object.assign(process.env, environment.variables)
    if (!options.development) Object.assign(process.env, { NODE_ENV: "production" })
    // Refused here, with a sentence, rather than by every page of an app that never becomes ready.
    env()
    const address = process.env["DIPTYCH_URL"] || `http://localhost:${port}`
    mkdirSync(environment.place, { recursive: true })
    writeFileSync(join(environment.place, "address"), `${address}\n`)
    const welcome = await firstSteps(options.root, address)
    await closeDb()
    const app = await startApp({ ...options, port, host, signal: stopping.signal })
    if (!app) return
    say(`\nDiptych is ready at ${address}\n${welcome}\nCtrl-C stops it.`)
    await app.ended
  } finally {
    await closeDb()
    await environment.close()
  }
  process.exit(stopping.signal.aborted ? 0 : 1)
}
