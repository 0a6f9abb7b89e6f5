import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils"
import type { SchemaEngine } from "@prisma/schema-engine-wasm"
import { z } from "zod"
import { WholeScripts } from "@/server/migrate/whole-scripts"

const startSchema = z.object({
  __wbindgen_start: z.custom<() => void>((value) => typeof value === "function"),
})

type EngineModule = {
  readonly SchemaEngine: typeof SchemaEngine
  readonly __wbg_set_wasm: (exports: WebAssembly.Exports) => void
}

export type OpenEngine = {
  readonly engine: SchemaEngine
  /** Frees the engine and closes its connections. */
  readonly close: () => Promise<void>
}

let loading: Promise<EngineModule> | undefined

/** Once per process: the package keeps one instance in a global, and a second would take it from the first. */
function loadModule(): Promise<EngineModule> {
  loading ??= instantiate()
  return loading
}

async function instantiate(): Promise<EngineModule> {
  const main = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg")
  const bytes = readFileSync(join(dirname(main), "schema_engine_bg.wasm"))
  // The engine reports a panic here before it traps.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) },
  })
  const engineModule = (await import(
    "@prisma/schema-engine-wasm/schema_engine_bg"
  )) as unknown as EngineModule
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": engineModule as unknown as WebAssembly.ModuleImports,
  })
  engineModule.__wbg_set_wasm(instance.exports)
  startSchema.parse(instance.exports)["__wbindgen_start"]()
  return engineModule
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
): Promise<OpenEngine> {
  const engineModule = await loadModule()
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
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: files.map(([path, text]) => [path, text]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
  return {
    engine,
    close: async () => {
      try {
        engine.free()
      } catch {
        // After a panic it still holds itself; its memory goes with the process.
      }
      await adapter.close()
    },
  }
}
