import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { exportToFolder } from "@/server/export/export-to-folder"
import { copyOut, fillProject } from "@/bench/export-data"

/**
 * Speed and memory of an export, against PostgreSQL's own COPY of the same joined columns in the same
 * run. Wants an empty database:
 *
 *     DATABASE_URL=… DIPTYCH_SECRET=… node --import tsx bench/export.ts --annotations 200000
 *
 * One row per pair, as many votes per pair as `--votes` says, so rows = annotations / votes. The memory is
 * the highest resident size of this process while it exports, its own code (some 100 MB) included.
 */
const { values } = parseArgs({
  options: {
    annotations: { type: "string", default: "200000" },
    votes: { type: "string", default: "1" },
    chars: { type: "string", default: "500" },
    runs: { type: "string", default: "3" },
    format: { type: "string", default: "preference" },
  },
})
const pairs = Math.round(Number(values.annotations) / Number(values.votes))
const slug = await fillProject({ pairs, votes: Number(values.votes), chars: Number(values.chars) })
const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
const folder = await mkdtemp(join(tmpdir(), "diptych-bench-"))

const copies: number[] = []
const exports: number[] = []
let peak = 0
let bytes = 0
let rows = 0
for (let run = 0; run < Number(values.runs); run++) {
  // One after the other, so that both meet the same cache and the same neighbours.
  const copy = await timed(() => copyOut(slug))
  copies.push(copy.result / copy.seconds)
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
  const done = await timed(() =>
    exportToFolder(access, { format: values.format, settings: {} }, join(folder, String(run))),
  )
  clearInterval(timer)
  rows = done.result.manifest.files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
  bytes = done.result.manifest.files.reduce(
    (sum, file) => sum + (file.rows === undefined ? 0 : file.bytes),
    0,
  )
  exports.push(rows / done.seconds)
}
await rm(folder, { recursive: true })
await closeDb()

const copyRate = median(copies)
const exportRate = median(exports)
const result = {
  bench: "export",
  format: values.format,
  annotations: pairs * Number(values.votes),
  rows,
  megabytes: round(bytes / 1e6),
  copyRowsPerSecond: Math.round(copyRate),
  exportRowsPerSecond: Math.round(exportRate),
  ratio: round(exportRate / copyRate),
  peakRssMegabytes: Math.round(peak / 1e6),
}
console.table(result)
console.log(JSON.stringify(result))

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const start = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - start) / 1000 }
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
