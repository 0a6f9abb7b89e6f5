import { randomBytes } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"

const schema = z.object({ databasePassword: z.string().min(32), secret: z.string().min(32) })
export type Secrets = z.infer<typeof schema>

/**
 * The secrets of this checkout, made at first use and readable by their owner only. Two programs
 * that start at once agree: whoever links the file first has made them.
 */
export function ensureSecrets(root: string): Secrets {
  const path = join(root, "secrets.json")
  return read(path) ?? make(root, path)
}

function make(root: string, path: string): Secrets {
  mkdirSync(root, { recursive: true, mode: 0o755 })
  const fresh: Secrets = {
    databasePassword: randomBytes(32).toString("base64url"),
    secret: randomBytes(48).toString("base64url"),
  }
  const aside = `${path}.${process.pid}`
  writeFileSync(aside, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 })
  try {
    linkSync(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(aside, { force: true })
  }
  const secrets = read(path)
  if (!secrets) throw new Error(`${path} could not be written.`)
  return secrets
}

function read(path: string): Secrets | undefined {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
  return schema.parse(JSON.parse(text))
}
