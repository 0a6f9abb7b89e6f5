import { fileURLToPath } from "node:url"
import { defineConfig } from "prisma/config"

// Every Prisma command looks for a native schema engine first and would download it. Ours is the
// WebAssembly build of the very same engine, spoken to in the same way (docs/decisions/0003).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL("setup/schema-engine.mjs", import.meta.url))

const url = process.env.DATABASE_URL

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // `migrate` needs a database and, for drafts, the right to make a scratch one beside it.
  ...(url && { datasource: { url } }),
})
