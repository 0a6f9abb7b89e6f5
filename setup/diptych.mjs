// npm run -s diptych -- <command>
import { enableTypeScript, ensureGenerated, ensureInstalled, fail, requireNode } from "./steps.mjs"

requireNode()
try {
  // Paths on the command line are meant from where the person stands, not from the checkout.
  const here = process.env.INIT_CWD ?? process.cwd()
  await ensureInstalled()
  await ensureGenerated()
  await enableTypeScript()
  process.chdir(here)
  await import("../cli/main.ts")
} catch (error) {
  fail(error)
}
