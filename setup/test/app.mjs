// The app for the browser tests: `npm start` as a person runs it, with a data folder of its own.
import { spawn } from "node:child_process"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { root } from "../steps.mjs"

/** Starts it and waits until it says that it is ready. Throws with what it said when it does not. */
export async function startApp(folder, port, env) {
  const child = spawn(process.execPath, [join(root, "setup", "start.mjs")], {
    cwd: root,
    env: { ...env, DIPTYCH_DATA: folder, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text
    })
  }
  const ended = new Promise((resolve) => child.once("exit", resolve))
  const deadline = Date.now() + 180_000
  while (!output.includes("Diptych is ready")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL")
      throw new Error(`The app did not start:\n${output}`)
    }
    await delay(50)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    close: async () => {
      child.kill("SIGTERM")
      await ended
    },
  }
}
