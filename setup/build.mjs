// The production build, made when the sources changed and only then.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { filesBelow, hashOf, readStamp, root, run, say, seconds, writeStamp } from "./steps.mjs"
import { makeVerifyScript } from "./verify-script.mjs"

const sources = [
  "app",
  "components",
  "core",
  "stats",
  "formats",
  "server",
  "prisma/schema",
  "public",
  "messages",
]
const files = [
  "cli/verdict-text.ts",
  "cli/verify-alone.ts",
  "instrumentation.ts",
  "next.config.ts",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
]

export const serverFile = join(root, ".next", "standalone", "server.js")

/** Content, not dates: a fresh clone of the same commit, or a switched branch, is told apart rightly. */
function sourceHash() {
  const all = [
    ...sources.flatMap((name) => filesBelow(join(root, name))),
    ...files.map((name) => join(root, name)),
  ]
  const parts = all.filter((file) => existsSync(file) && !/\.test\.tsx?$/.test(file))
  return hashOf(parts.flatMap((file) => [relative(root, file), readFileSync(file)]))
}

export async function ensureBuilt() {
  const stamp = join(root, ".next", "diptych-built")
  const wanted = sourceHash()
  if (readStamp(stamp) === wanted && existsSync(serverFile)) return
  say("Building the app (half a minute, whenever the sources changed) …")
  const began = Date.now()
  rmSync(stamp, { force: true })
  await run(process.execPath, [join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
  })
  // What the standalone server does not take along by itself.
  const standalone = join(root, ".next", "standalone")
  cpSync(join(root, ".next", "static"), join(standalone, ".next", "static"), { recursive: true })
  if (existsSync(join(root, "public")))
    cpSync(join(root, "public"), join(standalone, "public"), { recursive: true })
  // Beside the public files, for who was given an export and has no Diptych.
  mkdirSync(join(standalone, "public"), { recursive: true })
  writeFileSync(join(standalone, "public", "verify.mjs"), await makeVerifyScript())
  writeStamp(stamp, wanted)
  say(`The app is built (${seconds(began)}).`)
}
