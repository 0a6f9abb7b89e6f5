// npm run build: everything that `npm start` would do before it serves, and no more. For images.
import { ensureBuilt } from "./build.mjs"
import { ensureGenerated, ensureInstalled, fail, requireNode } from "./steps.mjs"

requireNode()
try {
  await ensureInstalled()
  await ensureGenerated()
  await ensureBuilt()
} catch (error) {
  fail(error)
}
