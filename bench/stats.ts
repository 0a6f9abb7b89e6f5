/**
 * Benchmarks of the statistics: the figures to reach, each the best of five runs on one core.
 * Run: npx tsx bench/stats.ts. Prints one table and one line of JSON; exits 1 where a target is missed.
 */
import { krippendorffAlphaInterval } from "@/stats/agreement/krippendorff-alpha"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex } from "@/stats/random"
import { fitBradleyTerry } from "@/stats/rating/bradley-terry"
import { bootstrapClusters } from "@/stats/rating/cluster-bootstrap"
import {
  collectCounts,
  collectRows,
  type ComparisonTable,
  type CountedComparison,
} from "@/stats/rating/comparisons"
import { clusteredCovariance } from "@/stats/rating/covariance"
import { strengthIntervals } from "@/stats/rating/strength-intervals"

interface Row {
  readonly what: string
  readonly targetMs: number
  readonly ms: number
}

const VOTES = 1_000_000

function drawVotes(models: number, annotators: number, votes: number) {
  const rng = createRng(1)
  const strengths = Array.from({ length: models }, () => 1.5 * (rng() - 0.5))
  const columns = {
    models,
    first: new Int32Array(votes),
    second: new Int32Array(votes),
    outcome: new Int8Array(votes),
    side: new Int8Array(votes),
    cluster: new Int32Array(votes),
  }
  for (let v = 0; v < votes; v++) {
    const first = drawIndex(rng, models)
    const second = (first + 1 + drawIndex(rng, models - 1)) % models
    const side = rng() < 0.5 ? 1 : -1
    const half = ((strengths[first] as number) - (strengths[second] as number) + 0.2 * side) / 2
    const weights = [Math.exp(half), 0.5, Math.exp(-half)] as const
    const u = rng() * (weights[0] + weights[1] + weights[2])
    columns.first[v] = first
    columns.second[v] = second
    columns.side[v] = side
    columns.outcome[v] = u < weights[0] ? 1 : u < weights[0] + weights[1] ? 0 : -1
    columns.cluster[v] = drawIndex(rng, annotators)
  }
  return columns
}

function toLines(table: ComparisonTable): CountedComparison[] {
  return Array.from({ length: table.cells }, (_, c) => ({
    first: table.first[c] as number,
    second: table.second[c] as number,
    side: table.side[c] as -1 | 0 | 1,
    wins: table.wins[c] as number,
    ties: table.ties[c] as number,
    losses: table.losses[c] as number,
  }))
}

function measure(what: string, targetMs: number, work: () => unknown): Row {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < 5; run++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return { what, targetMs, ms: Math.round(best * 10) / 10 }
}

const rows: Row[] = []
const side = { side: true }

const votes = drawVotes(100, 200, VOTES)
const { cluster: _cluster, ...unclustered } = votes
const lines = toLines(collectRows(unclustered))
rows.push(
  measure("BT + Davidson + side, 100 models, 1,000,000 votes, counts given", 50, () =>
    requireDefined(fitBradleyTerry(collectCounts(100, lines), side)),
  ),
  measure("the same from rows", 1000, () => requireDefined(fitBradleyTerry(collectRows(unclustered), side))),
)

const clustered = collectRows(votes)
const fit = requireDefined(fitBradleyTerry(clustered, side))
rows.push(
  measure("sandwich intervals of that fit, clustered over 200 annotators", 2000, () =>
    strengthIntervals(fit, requireDefined(clusteredCovariance(fit, clustered))),
  ),
)

const fifty = collectRows(drawVotes(50, 200, VOTES))
const fiftyFit = requireDefined(fitBradleyTerry(fifty, side))
rows.push(
  measure("1,000 cluster-bootstrap refits, 50 models", 5000, () =>
    requireDefined(bootstrapClusters(fiftyFit, fifty, side, createRng(2), 1000)),
  ),
)

const rng = createRng(3)
const units = Array.from({ length: 100_000 }, () => {
  const truth = drawIndex(rng, 3)
  return Array.from({ length: 2 + drawIndex(rng, 4) }, () => (rng() < 0.7 ? truth : drawIndex(rng, 3)))
})
for (const level of ["nominal", "ordinal"] as const) {
  rows.push(
    measure(`Krippendorff's alpha (${level}), 2,000 resamples, 100,000 units`, 2000, () =>
      requireDefined(krippendorffAlphaInterval(units, level, createRng(4))),
    ),
  )
}

const width = Math.max(...rows.map((row) => row.what.length))
process.stdout.write(`${"what".padEnd(width)}  ${"target".padStart(8)}  ${"ms".padStart(8)}\n`)
for (const { what, targetMs, ms } of rows) {
  process.stdout.write(`${what.padEnd(width)}  ${String(targetMs).padStart(8)}  ${String(ms).padStart(8)}\n`)
}
process.stdout.write(`${JSON.stringify({ bench: "stats", rows })}\n`)
if (rows.some((row) => row.ms > row.targetMs)) process.exitCode = 1
