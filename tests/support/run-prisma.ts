import { spawn } from "node:child_process"

/** Runs Prisma's own command line over a database, by the engine that prisma.config.ts names. */
export function prisma(
  url: string,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string }> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: url,
    NO_COLOR: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  }
  const child = spawn(process.execPath, ["node_modules/prisma/build/index.js", ...args], { env })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text
    })
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })))
}
