/**
 * Measured coverage of every 95 % interval and measured false-alarm rates: the tables of docs/statistics.md.
 * Run: npx tsx bench/coverage.ts [runs = 1000] (some minutes). Prints the tables and one line of JSON; exits 1 where an
 * interval in its regime lies outside its bounds by more than the noise of the simulation.
 */
import { forecastDays, shiftDay } from "@/core/numbers/forecast"
import { type CoverageCase, coverageCases } from "@/stats/fixtures/coverage-cases"
import { alarmCases } from "@/stats/fixtures/alarm-cases"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawNormal } from "@/stats/random"
import { plantedCases } from "@/stats/fixtures/planted-cases"

/** In core and not in stats/, so it stands here: the days at the pace that days are drawn from. */
const forecast = (days: number): CoverageCase => ({
  name: "forecast of the last day",
  regime: `${days} days of about 100 answers, spread 30`,
  conservative: false,
  inRegime: days >= 14,
  prepare: () => (rng) => {
    const today = "2026-11-21"
    const work = Array.from({ length: days }, (_, i) => ({
      day: shiftDay(today, i - days),
      answers: Math.max(0, Math.round(100 + 30 * drawNormal(rng))),
    }))
    const { low, high } = requireDefined(forecastDays(1000, work, today))
    return low <= 10 && high >= 10
  },
})

const runs = Number(process.argv[2] ?? 1000)
const out = (line: string) => process.stdout.write(`${line}\n`)

out("| interval | regime | covers | asked |")
out("| --- | --- | --- | --- |")
const measured: { name: string; regime: string; coverage: number; holds: boolean }[] = []
for (const { name, regime, conservative, inRegime, prepare } of [
  ...coverageCases,
  forecast(14),
  forecast(5),
]) {
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
out("| planted | mean estimate | its spread | 95 % interval covers | p < .05 |")
out("| --- | --- | --- | --- | --- |")
for (const { name, unit, run } of plantedCases) {
  const rng = createRng(2028)
  const found = Array.from({ length: runs }, () => run(rng))
  const mean = found.reduce((sum, one) => sum + one.estimate, 0) / runs
  const spread = Math.sqrt(found.reduce((sum, one) => sum + (one.estimate - mean) ** 2, 0) / (runs - 1))
  const share = (of: (one: (typeof found)[number]) => boolean) =>
    `${((100 * found.filter(of).length) / runs).toFixed(1)} %`
  out(
    `| ${name} | ${mean.toFixed(2)} ${unit} | ${spread.toFixed(2)} | ${share((one) => one.covers)} | ${share((one) => one.pValue < 0.05)} |`,
  )
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
