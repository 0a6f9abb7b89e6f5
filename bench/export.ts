import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { copyOut, fillProject } from "@/bench/export-data"
import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { warmDb } from "@/server/data/warm-db"
import { openExportZip } from "@/server/export/export-zip"

/**
 * Speed and memory of an export, against PostgreSQL's own COPY of the same joined columns in the same
 * run. Wants an empty database with the migrations:
 *
 *     DATABASE_URL=… DIPTYCH_SECRET=… nice -n -10 npx tsx bench/export.ts --annotations 1000000
 *
 * One row per pair, as many votes per pair as `--votes` says, so rows = annotations / votes. Each export is
 * a process of its own (bench/export-once.ts); its memory is what the system says it held at most
 * (`ru_maxrss`), the program itself (some 115 MB) and its loading of TypeScript included. `--memory-only`
 * leaves COPY and the speed away, for sizes that take long.
 */
const { values } = parseArgs({
  options: {
    annotations: { type: "string", default: "200000" },
    votes: { type: "string", default: "1" },
    chars: { type: "string", default: "500" },
    runs: { type: "string", default: "3" },
    format: { type: "string", default: "preference" },
    "memory-only": { type: "boolean", default: false },
  },
})
type Once = {
  id: string
  rows: number
  bytes: number
  seconds: number
  cpuSeconds: number
  firstRowSeconds: number
  peakMegabytes: number
}

const pairs = Math.round(Number(values.annotations) / Number(values.votes))
const slug = await fillProject({ pairs, votes: Number(values.votes), chars: Number(values.chars) })
const folder = await mkdtemp(join(tmpdir(), "diptych-bench-"))

const copies: number[] = []
const exports: Once[] = []
for (let run = 0; run < Number(values.runs); run++) {
  // One after the other, so that both meet the same cache and the same neighbours.
  if (!values["memory-only"]) {
    const start = performance.now()
    const rows = await copyOut(slug)
    copies.push((rows * 1000) / (performance.now() - start))
  }
  exports.push(await exportOnce(join(folder, String(run))))
  await rm(join(folder, String(run)), { recursive: true })
}
await rm(folder, { recursive: true })
// A download whose files do not lie there any more: the slowest to begin. The app warms its database client
// when it starts.
await warmDb()
const firstByteMs = await firstByteOf(exports[0]?.id ?? "")
await closeDb()

const copyRate = median(copies)
const exportRate = median(exports.map(({ rows, seconds }) => rows / seconds))
const result = {
  bench: "export",
  format: values.format,
  annotations: pairs * Number(values.votes),
  rows: exports[0]?.rows ?? 0,
  megabytes: round((exports[0]?.bytes ?? 0) / 1e6),
  copyRowsPerSecond: Math.round(copyRate),
  exportRowsPerSecond: Math.round(exportRate),
  ratio: copyRate === 0 ? null : round(exportRate / copyRate),
  cpuMicrosecondsPerRow: round(median(exports.map(({ cpuSeconds, rows }) => (cpuSeconds * 1e6) / rows))),
  firstRowSeconds: round(median(exports.map(({ firstRowSeconds }) => firstRowSeconds))),
  downloadFirstByteMs: Math.round(firstByteMs),
  peakRssMegabytes: Math.round(Math.max(...exports.map(({ peakMegabytes }) => peakMegabytes))),
}
console.table(result)
console.log(JSON.stringify(result))

async function firstByteOf(id: string): Promise<number> {
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
  const start = performance.now()
  const reader = (await openExportZip(access, id)).body.getReader()
  await reader.read()
  const ms = performance.now() - start
  await reader.cancel()
  return ms
}

async function exportOnce(directory: string): Promise<Once> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "bench/export-once.ts", slug, values.format, directory],
    { stdio: ["ignore", "pipe", "inherit"] },
  )
  let answer = ""
  child.stdout.on("data", (chunk) => (answer += String(chunk)))
  const [code] = (await once(child, "close")) as [number | null]
  if (code !== 0) throw new Error(`The export ended with ${code ?? "a signal"}.`)
  return JSON.parse(answer) as Once
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
