import { createWriteStream, mkdtempSync, rmSync } from "node:fs"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defaultLimits } from "@/server/import/limits"
import { openRows } from "@/server/import/open-rows"

/**
 * A file whose second line is 1 GB long, between two good ones, read with the limits of the product: the
 * line is one bad row, the rest is read, and memory does not follow its length. No database.
 *
 *     npx tsx bench/import-limits.ts [megabytes]
 *
 * Prints one table and one JSON line. tests: server/import/broken-files.test.ts has the small twin.
 */
const megabytes = Number(process.argv[2] ?? 1024)
const folder = mkdtempSync(join(tmpdir(), "diptych-limits-"))
const path = join(folder, "long-line.jsonl")
const good = '{"prompt":"Sky?","model":"m","completion":"Blue."}\n'

const out = createWriteStream(path)
out.write(`${good}{"prompt":"Sea?","completion":"`)
const piece = "x".repeat(1024 * 1024)
for (let at = 0; at < megabytes; at++) if (!out.write(piece)) await once(out, "drain")
out.end(`"}\n${good}`)
await once(out, "finish")

let rows = 0
const bad: string[] = []
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 20)
const before = process.memoryUsage().rss
const start = performance.now()
const { batches } = await openRows({ name: "long-line.jsonl", path }, defaultLimits, { bytes: 0, sha256: "" })
for await (const batch of batches) {
  rows += batch.length
  for (const record of batch) if (record.bad) bad.push(`line ${record.line}: ${record.bad.found}`)
}
const seconds = (performance.now() - start) / 1000
clearInterval(watch)
peak = Math.max(peak, process.memoryUsage().rss)
rmSync(folder, { recursive: true })

const result = {
  megabytes,
  rows,
  bad,
  seconds: Math.round(seconds * 10) / 10,
  memoryBeforeMb: Math.round(before / 1e6),
  memoryPeakMb: Math.round(peak / 1e6),
}
console.table([{ ...result, bad: bad.join("; ") }])
console.log(JSON.stringify({ bench: "import-limits", ...result }))
if (rows !== 3 || bad.length !== 1) process.exitCode = 1
