import type { ChildProcess } from "node:child_process"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { fileURLToPath } from "node:url"

const built = fileURLToPath(new URL("../../.next/standalone/server.js", import.meta.url))
/** Ends the server with this process, however that ends. */
const launcher = fileURLToPath(new URL("../../setup/child.mjs", import.meta.url))

/** A server of the test's own, on the production build and the test's database, that may be killed. */
export class OwnServer {
  #child: ChildProcess | null = null
  /** The last it said: the reason, where it does not start. */
  #said = ""

  private constructor(readonly port: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  static async start(): Promise<OwnServer> {
    const server = new OwnServer(await freePort())
    await server.boot()
    return server
  }

  async boot(): Promise<void> {
    const child = spawn(process.execPath, [launcher, process.env.DIPTYCH_E2E_SERVER ?? built], {
      env: { ...process.env, NODE_ENV: "production", PORT: String(this.port), HOSTNAME: "127.0.0.1" },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#said = `${this.#said}${text}`.slice(-4000)
      })
    const deadline = Date.now() + 60_000
    for (;;) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The server did not start; is the app built?\n${this.#said}`)
      const answer = await fetch(`${this.url}/sign-in`).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** As a crash or a power cut does it: no goodbye. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    const gone = once(child, "exit")
    child.kill("SIGKILL")
    await gone
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === "string") throw new Error("No free port.")
  return address.port
}
