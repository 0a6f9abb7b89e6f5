import type { ChildProcess } from "node:child_process"
import { spawn } from "node:child_process"
import { once } from "node:events"

export type Program = {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  readonly said: (text: string) => Promise<void>
  /** Exit code, null after a signal. */
  readonly ended: Promise<number | null>
}

/** Starts a Node script of this checkout in a process group of its own, with only the given settings. */
export function startProgram(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd = process.cwd(),
): Program {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(DIPTYCH_|DATABASE_URL$|PORT$|HOST$)/.test(name),
  )
  const child = spawn(process.execPath, args, {
    cwd,
    detached: true,
    env: { ...Object.fromEntries(kept), ...settings } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  })
  const text = { out: "", err: "" }
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    text.out += more
  })
  child.stderr.setEncoding("utf8").on("data", (more: string) => {
    text.err += more
  })
  const ended = once(child, "close").then(([code]) => code as number | null)
  return {
    child,
    out: () => text.out,
    err: () => text.err,
    said: async (wanted) => {
      while (!`${text.out}${text.err}`.includes(wanted)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended without saying "${wanted}":\n${text.out}${text.err}`)
        await Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), ended])
      }
    },
    ended,
  }
}
