// npm run dev: the same database, the development server.
import { join } from "node:path"
import { enableTypeScript, ensureGenerated, ensureInstalled, fail, requireNode, root } from "./steps.mjs"

requireNode()
try {
  await ensureInstalled()
  await ensureGenerated()
  await enableTypeScript()
  const { serve } = await import("../cli/serve/serve.ts")
  const next = join(root, "node_modules", "next", "dist", "bin", "next")
  await serve({ root, build: async () => {}, development: next })
} catch (error) {
  fail(error)
}
