import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { fileWriter, parquetWriteRows } from "hyparquet-writer"
import yazl from "yazl"
import { expandSources } from "@/server/import/expand-sources"
import { defaultLimits } from "@/server/import/limits"
import { openRows } from "@/server/import/open-rows"

/**
 * What reading costs in memory at the limits of the product, each file in a process of its own: a line of
 * 1 GB between two good ones (one bad row), Parquet in small row groups and in one large one, which is
 * read in slices, and a ZIP of 1 GB. No database.
 *
 *     npx tsx bench/import-limits.ts [megabytes]
 *
 * Prints one table and one JSON line. server/import/broken-files.test.ts has the small twin.
 */
const megabytes = Number(process.argv[2] ?? 1024)
const mebibyte = 1024 * 1024
const good = '{"prompt":"Sky?","model":"m","completion":"Blue."}\n'

if (process.argv[2] === "read") await read(process.argv[3] ?? "")
else await measureAll()

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "diptych-limits-"))
  const kinds = [
    ["a line of its own", "long-line.jsonl", writeLongLine],
    ["row groups of 10 MiB", "groups.parquet", (path: string) => writeParquet(path, megabytes / 2, 10)],
    ["one row group of 250 MiB", "group.parquet", (path: string) => writeParquet(path, 250, 250)],
    ["lines in a ZIP", "rows.zip", writeZip],
  ] as const
  const results = []
  for (const [kind, name, write] of kinds) {
    const path = join(folder, name)
    await write(path)
    const bytes = statSync(path).size
    const child = spawnSync(process.execPath, ["--import", "tsx", "bench/import-limits.ts", "read", path], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    })
    results.push({ kind, fileMb: Math.round(bytes / 1e6), ...(JSON.parse(child.stdout) as ReadResult) })
    rmSync(path)
  }
  rmSync(folder, { recursive: true })
  console.table(results)
  console.log(JSON.stringify({ bench: "import-limits", results }))
  if (results[0]?.rows !== 3 || results[0].bad !== 1) process.exitCode = 1
}

type ReadResult = { rows: number; bad: number; seconds: number; beforeMb: number; peakMb: number }

async function read(path: string): Promise<void> {
  const result: ReadResult = { rows: 0, bad: 0, seconds: 0, beforeMb: 0, peakMb: 0 }
  const look = () => {
    result.peakMb = Math.max(result.peakMb, Math.round(process.memoryUsage.rss() / 1e6))
  }
  look()
  result.beforeMb = result.peakMb
  const watch = setInterval(look, 10)
  const start = performance.now()
  const { files } = await expandSources([{ name: path, path }], defaultLimits)
  for (const file of files) {
    const { batches } = await openRows(file, defaultLimits, { bytes: 0, sha256: "" })
    for await (const batch of batches) {
      look()
      result.rows += batch.length
      result.bad += batch.filter((record) => record.bad).length
    }
  }
  result.seconds = Math.round((performance.now() - start) / 100) / 10
  clearInterval(watch)
  console.log(JSON.stringify(result))
}

async function writeLongLine(path: string): Promise<void> {
  const out = createWriteStream(path)
  out.write(`${good}{"prompt":"Sea?","completion":"`)
  const piece = "x".repeat(mebibyte)
  for (let at = 0; at < megabytes; at++) if (!out.write(piece)) await once(out, "drain")
  out.end(`"}\n${good}`)
  await once(out, "finish")
}

/** About 1,000 characters a row, which no packing makes much shorter. */
function rowAt(at: number) {
  return { prompt: `Question ${at}?`, model: "m", completion: randomBytes(720).toString("base64") }
}

async function writeParquet(path: string, totalMb: number, groupMb: number): Promise<void> {
  await parquetWriteRows({
    writer: fileWriter(path),
    rows: (function* () {
      for (let at = 0; at < totalMb * 1024; at++) yield rowAt(at)
    })(),
    columns: ["prompt", "model", "completion"].map((name) => ({ name, type: "STRING" as const })),
    rowGroupSize: groupMb * 1024,
  })
}

async function writeZip(path: string): Promise<void> {
  const zip = new yazl.ZipFile()
  const lines = Readable.from(
    (function* () {
      for (let at = 0; at < megabytes * 1024; at += 1024) {
        yield Array.from({ length: 1024 }, (_, index) => `${JSON.stringify(rowAt(at + index))}\n`).join("")
      }
    })(),
    { objectMode: false },
  )
  zip.addReadStream(lines, "rows.jsonl")
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}
