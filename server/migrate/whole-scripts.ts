import { PrismaPg } from "@prisma/adapter-pg"
import type pg from "pg"

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>

/**
 * Prisma's adapter cuts a migration at every semicolon, also inside comments, strings and function
 * bodies. PostgreSQL takes a script whole, and as one transaction at that, as Prisma's native engine
 * sends it; so does this one.
 */
export class WholeScripts extends PrismaPg {
  readonly #config: pg.PoolConfig

  constructor(config: pg.PoolConfig) {
    super(config)
    this.#config = config
  }

  override async connect(): Promise<Adapter> {
    return whole(await super.connect())
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
    return shadow
  }
}

function whole(adapter: Adapter): Adapter {
  const pool = adapter.underlyingDriver()
  adapter.executeScript = async (script: string) => {
    await pool.query(script)
  }
  return adapter
}
