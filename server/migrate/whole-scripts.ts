import { PrismaPg } from "@prisma/adapter-pg"
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils"
import type pg from "pg"

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>

/**
 * Prisma's adapter cuts a migration at every semicolon, also inside comments, strings and function
 * bodies. PostgreSQL takes a script whole, and as one transaction at that, as Prisma's native engine
 * sends it; so does this one.
 */
export class WholeScripts extends PrismaPg {
  readonly #config: pg.PoolConfig
  readonly #open = new Set<Adapter>()

  constructor(config: pg.PoolConfig) {
    super(config)
    this.#config = config
  }

  override async connect(): Promise<Adapter> {
    return this.#kept(whole(await super.connect()))
  }

  /** The engine leaves its connections open when it is freed; whoever opened it closes them. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((adapter) => adapter.dispose()))
  }

  #kept(adapter: Adapter): Adapter {
    const dispose = adapter.dispose.bind(adapter)
    this.#open.add(adapter)
    adapter.dispose = async () => {
      if (this.#open.delete(adapter)) await dispose()
    }
    return adapter
  }

  /** A scratch database for comparing; dropped when its connections are closed, not before. */
  override async connectToShadowDb(): Promise<Adapter> {
    const name = `diptych_shadow_${globalThis.crypto.randomUUID()}`
    const main = await super.connect()
    await main.executeScript(`CREATE DATABASE "${name}"`)
    const shadow = whole(await new PrismaPg({ ...this.#config, database: name }).connect())
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await main.executeScript(`DROP DATABASE "${name}" WITH (FORCE)`)
      await main.dispose()
    }
    return this.#kept(shadow)
  }
}

/** PostgreSQL's `"char"` is unknown to the adapter, which calls it what `char(n)` is: text. */
const [internalChar, fixedChar] = [18, 1042]

function whole(adapter: Adapter): Adapter {
  const pool = adapter.underlyingDriver()
  const query = pool.query.bind(pool) as (...args: readonly unknown[]) => Promise<pg.QueryResult>
  const queryRaw = adapter.queryRaw.bind(adapter)
  const charColumns = new WeakMap<object, readonly number[]>()
  Object.assign(pool, {
    query: async (...args: readonly unknown[]) => {
      const result = await query(...args)
      const found = [...(result.fields ?? []).entries()].filter(
        ([, field]) => field.dataTypeID === internalChar,
      )
      for (const [, field] of found) field.dataTypeID = fixedChar
      if (found.length > 0)
        charColumns.set(
          result.rows,
          found.map(([column]) => column),
        )
      return result
    },
  })
  // The engine reads such a column as one character, or not at all.
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement)
    const chars = charColumns.get(result.rows) ?? []
    const columnTypes = result.columnTypes.map((type, at) =>
      chars.includes(at) ? ColumnTypeEnum.Character : type,
    )
    return { ...result, columnTypes }
  }
  adapter.executeScript = async (script: string) => {
    await query(script)
  }
  return adapter
}
