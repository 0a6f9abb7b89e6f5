/**
 * Measured coverage of every 95 % interval and measured false-alarm rates: the tables of docs/statistics.md.
 * Run: npx tsx bench/coverage.ts [runs = 1000] (some minutes). Prints the tables and one line of JSON; exits 1 where an
 * interval in its regime lies outside its bounds by more than the noise of the simulation.
 */
import { coverageCases } from "@/stats/fixtures/coverage-cases"
import { alarmCases } from "@/stats/fixtures/alarm-cases"
import { createRng } from "@/stats/random"

const runs = Number(process.argv[2] ?? 1000)
const out = (line: string) => process.stdout.write(`${line}\n`)

out("| interval | regime | covers | asked |")
out("| --- | --- | --- | --- |")
const measured: { name: string; regime: string; coverage: number; holds: boolean }[] = []
for (const { name, regime, conservative, inRegime, prepare } of coverageCases) {
  const run = prepare()
  const rng = createRng(2026)
  let hits = 0
  for (let r = 0; r < runs; r++) if (run(rng)) hits += 1
  const coverage = hits / runs
  const asked = inRegime ? (conservative ? "≥ 95 %" : "93 to 97 %") : "reported only"
  // Two standard errors of the simulation are granted to an interval that truly covers 95 %.
  const noise = 2 * Math.sqrt((0.95 * 0.05) / runs)
  const low = conservative ? 0.95 - noise : Math.min(0.93, 0.95 - noise)
  const high = conservative ? 1 : Math.max(0.97, 0.95 + noise)
  const holds = !inRegime || (coverage >= low && coverage <= high)
  measured.push({ name, regime, coverage, holds })
  out(`| ${name} | ${regime} | ${(100 * coverage).toFixed(1)} % | ${asked}${holds ? "" : " (MISSED)"} |`)
}

out("")
out("| alarm | no effect planted | fires | asked |")
out("| --- | --- | --- | --- |")
const alarms: { name: string; rate: number }[] = []
for (const { name, regime, asked, run } of alarmCases) {
  const rng = createRng(2027)
  let fired = 0
  for (let r = 0; r < runs; r++) if (run(rng)) fired += 1
  alarms.push({ name, rate: fired / runs })
  out(`| ${name} | ${regime} | ${((100 * fired) / runs).toFixed(1)} % | ${asked} |`)
}

out(JSON.stringify({ bench: "coverage", runs, measured, alarms }))
if (measured.some((row) => !row.holds)) process.exitCode = 1
