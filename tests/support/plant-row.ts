import type pg from "pg"

type Column = { readonly name: string; readonly type: string; readonly label: string | null }

/** A value that any column of a type takes, as SQL. */
function fill({ type, label }: Column): string {
  if (label !== null) return `'${label}'`
  if (type.endsWith("[]")) return "'{}'"
  if (type === "uuid") return "gen_random_uuid()"
  if (type === "boolean") return "false"
  if (type === "jsonb") return "'{}'"
  if (type.startsWith("timestamp")) return "now()"
  return /int|double|numeric/.test(type) ? "1" : "'planted-text'"
}

/**
 * One row in a table, whatever the table: columns that need a value get one, `set` (column → SQL) says
 * the rest. Foreign keys and triggers are off for this insert, so that a rule can be tested without
 * the ten rows around it; CHECKs are not.
 */
export async function plantRow(
  pool: pg.Pool,
  table: string,
  set: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { rows } = await pool.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
            (SELECT enumlabel FROM pg_enum WHERE enumtypid = a.atttypid ORDER BY enumsortorder LIMIT 1) AS label
     FROM pg_attribute a
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef`,
    [`"${table}"`],
  )
  const values = { ...Object.fromEntries(rows.map((column) => [column.name, fill(column)])), ...set }
  const columns = Object.keys(values).map((name) => `"${name}"`)
  const client = await pool.connect()
  try {
    await client.query("BEGIN")
    await client.query("SET LOCAL session_replication_role = replica")
    await client.query(`INSERT INTO "${table}" (${columns.join()}) VALUES (${Object.values(values).join()})`)
    await client.query("COMMIT")
  } catch (error) {
    await client.query("ROLLBACK")
    throw error
  } finally {
    client.release()
  }
}
