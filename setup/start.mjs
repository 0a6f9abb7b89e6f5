// npm start
import { ensureBuilt, serverFile } from "./build.mjs"
import { enableTypeScript, ensureGenerated, ensureInstalled, fail, requireNode, root } from "./steps.mjs"

requireNode()
try {
  await ensureInstalled()
  await ensureGenerated()
  await enableTypeScript()
  const { serve } = await import("../cli/serve/serve.ts")
  await serve({ root, build: ensureBuilt, serverFile })
} catch (error) {
  fail(error)
}
