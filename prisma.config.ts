import { defineConfig } from "prisma/config"

// Every Prisma command looks for a native schema engine first and would download it. `generate`
// never runs it, so any executable satisfies the look-up; commands that do run it go through
// server/migrate/, which drives the very same engine compiled to WebAssembly (docs/decisions/).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
})
