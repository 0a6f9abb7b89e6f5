import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { from as copyFrom } from "pg-copy-streams"
import { finished } from "node:stream/promises"
import pg from "pg"

/**
 * Import of N completions (long JSONL, 4 models; 600 characters each unless told) against raw COPY of the
 * same values into one bare table, in the same run on the same server.
 *
 *     DATABASE_URL=postgresql://…/bench npx tsx bench/import.ts [rows] [characters]
 *
 * The database must have the migrations and may hold anything. Prints one table and one JSON line.
 */
const rows = Number(process.argv[2] ?? 100_000)
const characters = Number(process.argv[3] ?? 600)
const models = ["atlas", "brook", "cedar", "delta"]
const folder = mkdtempSync(join(tmpdir(), "diptych-bench-"))
const file = join(folder, "long.jsonl")

/** Text to cut answers from: words in no order, so that it packs about as well as an answer does. */
const words = "that some about answer with which would long into words differ say rather because often so"
  .split(" ")
  .concat(Array.from({ length: 2000 }, (_, at) => (at * 2654435761).toString(36).slice(-4)))
let state = 1
const pool = Array.from({ length: 200_000 }, () => {
  state = (state * 48271) % 2147483647
  return words[state % words.length]
}).join(" ")

function rowAt(index: number) {
  const prompt = Math.floor(index / models.length)
  const model = models[index % models.length] ?? ""
  const start = (index * 7919) % (pool.length - characters)
  return {
    prompt: `Question ${prompt}: what would you say to somebody who asks about the number ${prompt * 7919}?`,
    model,
    completion: `${model} answers ${index}: ${pool.slice(start, start + characters - 30)}`,
  }
}

async function writeRows(path: string): Promise<void> {
  const out = createWriteStream(path)
  for (let index = 0; index < rows; index += 1000) {
    const count = Math.min(1000, rows - index)
    const lines = Array.from({ length: count }, (_, offset) => `${JSON.stringify(rowAt(index + offset))}\n`)
    if (!out.write(lines.join(""))) await once(out, "drain")
  }
  out.end()
  await finished(out)
}

/** The fastest anything could be: the same values into a table without keys or indexes. */
async function rawCopy(): Promise<number> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query(`CREATE TABLE bench_bare ("prompt" text, "model" text, "completion" text)`)
  const start = performance.now()
  const stream = client.query(copyFrom("COPY bench_bare FROM STDIN"))
  for (let index = 0; index < rows; index += 1000) {
    const lines: string[] = []
    for (let at = index; at < Math.min(index + 1000, rows); at++) {
      const { prompt, model, completion } = rowAt(at)
      lines.push(`${prompt}\t${model}\t${completion}\n`)
    }
    if (!stream.write(lines.join(""))) await once(stream, "drain")
  }
  stream.end()
  await finished(stream)
  const seconds = (performance.now() - start) / 1000
  await client.query("DROP TABLE bench_bare")
  await client.end()
  return seconds
}

async function diptych(
  slug: string,
): Promise<{ seconds: number; peakMb: number; phases: Record<string, number> }> {
  const { requireInstanceAccess, requireProjectAccess } = await import("@/server/access")
  const { importFiles } = await import("@/server/import/import-files")
  const { createProject } = await import("@/server/projects/create-project")
  const { closeDb } = await import("@/server/data/close-db")
  await createProject(requireInstanceAccess({ kind: "cli" }, "projects:create"), { slug })
  const access = await requireProjectAccess({ kind: "cli" }, slug, "imports:create")
  const phases: Record<string, number> = {}
  const start = performance.now()
  const result = await importFiles(
    { access },
    {
      files: [{ name: "long.jsonl", path: file }],
      onProgress: ({ phase }) => {
        phases[phase] ??= performance.now() - start
      },
    },
  )
  const seconds = (performance.now() - start) / 1000
  if (result.completions.added !== rows) throw new Error(`Stored ${result.completions.added} of ${rows}.`)
  await closeDb()
  // ru_maxrss is in kilobytes: the highest this process ever was, start included.
  return { seconds, peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6, phases }
}

await writeRows(file)
const bytes = statSync(file).size
const own = await diptych(`bench-${Date.now().toString(36)}`)
const copy = await rawCopy()
rmSync(folder, { recursive: true })

const figure = {
  bench: "import",
  rows,
  characters,
  megabytes: Math.round(bytes / 1e6),
  copySeconds: round(copy),
  importSeconds: round(own.seconds),
  rowsPerSecond: Math.round(rows / own.seconds),
  ratioToCopy: round(copy / own.seconds),
  readSeconds: round((own.phases.storing ?? 0) / 1000),
  storeSeconds: round(((own.phases.tasks ?? 0) - (own.phases.storing ?? 0)) / 1000),
  taskSeconds: round(own.seconds - (own.phases.tasks ?? 0) / 1000),
  peakMb: Math.round(own.peakMb),
}
console.table({ import: figure })
console.log(JSON.stringify(figure))

function round(value: number): number {
  return Math.round(value * 100) / 100
}
