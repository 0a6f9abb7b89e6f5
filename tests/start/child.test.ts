import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"

/** Writes down whatever nobody caught, as the server does, and tells how often that was. */
const server = `
  let uncaught = 0
  process.on("uncaughtException", (error) => {
    uncaught += 1
    console.error(error)
  })
  setInterval(() => process.stderr.write("a line\\n"), 1)
  setInterval(() => process.send?.(uncaught), 50)
`

test("the app goes on when nobody reads its output any more, and ends with its parent", async () => {
  const folder = await mkdtemp(join(tmpdir(), "diptych-child-"))
  await writeFile(join(folder, "server.mjs"), server)
  const child = spawn(process.execPath, ["setup/child.mjs", join(folder, "server.mjs")], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
  const exit = once(child, "exit")
  try {
    if (!child.stdout || !child.stderr) throw new Error("expected pipes")
    await once(child.stderr, "data")
    child.stdout.destroy()
    child.stderr.destroy()
    // The second message from here is sent some fifty failed lines later.
    await once(child, "message")
    expect(await once(child, "message")).toEqual([0, undefined])
    child.disconnect()
    expect(await exit).toEqual([1, null])
  } finally {
    child.kill("SIGKILL")
    await rm(folder, { recursive: true })
  }
})
