import type { ChildProcess } from "node:child_process"
import { fork } from "node:child_process"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { DiptychError } from "@/core/errors"

export type AppProcess = { readonly ended: Promise<void> }

/** How long the app may finish what it is answering before it is ended. */
const GRACE_MS = 5000

type AppOptions = {
  readonly root: string
  readonly serverFile?: string
  readonly development?: string
  readonly port: number
  readonly host: string
  /** Aborted = stop. */
  readonly signal: AbortSignal
}

/** Starts the app and waits until it can serve. Undefined when it was told to stop meanwhile. */
export async function startApp(options: AppOptions): Promise<AppProcess | undefined> {
  const { development, host, port, signal } = options
  const file = development ?? options.serverFile
  if (file === undefined) throw new Error("Nothing to serve was named.")
  const args = development ? [file, "dev", "-p", String(port), "-H", host] : [file]
  const child = fork(join(options.root, "setup", "child.mjs"), args, {
    cwd: options.root,
    // Without our loader: the build needs none.
    execArgv: [],
    env: {
      ...process.env,
      NODE_ENV: development ? "development" : "production",
      PORT: String(port),
      HOSTNAME: host,
      NEXT_TELEMETRY_DISABLED: "1",
    },
    stdio: ["ignore", development ? "inherit" : "ignore", "inherit", "ipc"],
  })
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  const stop = () => void stopChild(child, ended)
  signal.addEventListener("abort", stop)
  if (signal.aborted) stop()
  if (!(await isHealthy(child, `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/api/health`))) {
    if (signal.aborted) {
      await ended
      return undefined
    }
    await stopChild(child, ended)
    throw new DiptychError("UNAVAILABLE", "The app did not become ready; what it said stands above.")
  }
  return { ended }
}

async function isHealthy(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
      if (answer.ok) return true
    } catch {
      // Not listening yet.
    }
    await delay(50)
  }
  return false
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill("SIGTERM")
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS)
  await ended
  clearTimeout(timer)
}
