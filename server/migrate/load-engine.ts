import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils"
import type { SchemaEngine } from "@prisma/schema-engine-wasm"
import { WholeScripts } from "@/server/migrate/whole-scripts"

type EngineModule = {
  readonly SchemaEngine: typeof SchemaEngine
  readonly __wbg_set_wasm: (exports: WebAssembly.Exports) => void
}

/**
 * Prisma's schema engine, the WebAssembly build of the very version the client has, over the given
 * database. The native engine would be downloaded; this one is an npm package.
 *
 * `files` are the schema's `[path, text]`; applying migrations needs only the provider.
 */
export async function loadEngine(
  databaseUrl: string,
  files: readonly (readonly [string, string])[] = [
    ["schema.prisma", 'datasource db { provider = "postgresql" }'],
  ],
): Promise<SchemaEngine> {
  const main = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg")
  const bytes = readFileSync(join(dirname(main), "schema_engine_bg.wasm"))
  // The engine reports a panic here before it traps.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  })
  const module = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as EngineModule
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": module as unknown as WebAssembly.ModuleImports,
  })
  module.__wbg_set_wasm(instance.exports)
  const start = instance.exports["__wbindgen_start"]
  if (typeof start === "function") start()
  const url = new URL(databaseUrl)
  // Given as parts, not as a string: only then can the adapter reach a second (shadow) database.
  const adapter = new WholeScripts({
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(url.searchParams.get("sslmode") && url.searchParams.get("sslmode") !== "disable" && { ssl: true }),
  })
  return module.SchemaEngine.new(
    { datamodels: files.map(([path, text]) => [path, text]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
}
