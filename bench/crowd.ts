/**
 * The simulated crowd: who is flagged, and when. The tables of docs/reliability.md.
 * Run: npx tsx bench/crowd.ts [crowds = 60] (about ten minutes). Prints the tables and one line of JSON; exits 1 where
 * at gold rate 0.2 and overlap 3 fewer than 95 % of a planted kind are flagged within 60 tasks, or more than 1 % of the
 * good ones ever.
 */
import { type Detection, detect, shareWithin, usualMembers } from "@/stats/fixtures/detection"

const crowds = Number(process.argv[2] ?? 60)
const out = (line: string) => process.stdout.write(`${line}\n`)
const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const taskAt = ({ first, people }: Detection, share: number) => {
  const at = first[Math.ceil(share * people) - 1]
  return at === undefined || at === Number.POSITIVE_INFINITY ? "later" : String(at)
}

const names = {
  good: "careful",
  fast: "careful and fast",
  clicker: "random clicker",
  left: "always left",
  length: "longer text",
} as const

out(`Gold 20 %, overlap 3, checked after every task, 300 tasks each, ${crowds} crowds of 20`)
out("")
out("| kind | people | flagged within 60 tasks | ever | half are flagged by task | 95 % by task |")
out("| --- | --- | --- | --- | --- | --- |")
const main = detect({
  members: usualMembers,
  answers: 300,
  overlap: 3,
  goldRate: 0.2,
  crowds,
  seed: 20_000,
  checkEvery: 1,
})
for (const row of main) {
  out(
    `| ${names[row.temper]} | ${row.people} | ${percent(shareWithin(row, 60))} | ${percent(shareWithin(row, 300))} | ${taskAt(row, 0.5)} | ${taskAt(row, 0.95)} |`,
  )
}
const careful = main.filter(({ temper }) => temper === "good" || temper === "fast")
const planted = main.filter(({ temper }) => temper !== "good" && temper !== "fast")
const wrong = careful.flatMap(({ first }) => first).filter((at) => at <= 300).length
const wrongShare = wrong / careful.reduce((sum, { people }) => sum + people, 0)
const holds = wrongShare <= 0.01 && planted.every((row) => shareWithin(row, 60) >= 0.95)

const smaller = Math.ceil(crowds / 2)
out("")
out(
  `Gold 10 % (the default), looked at every 5 tasks, ${smaller} crowds of 20: task by which half / 95 % are flagged`,
)
out("")
out("| overlap | repeats | random clicker | always left | longer text | careful, ever within 300 |")
out("| --- | --- | --- | --- | --- | --- |")
const settings: { overlap: number; repeatRate: number; found: Detection[] }[] = []
for (const overlap of [1, 2, 3]) {
  for (const repeatRate of [0, 0.05]) {
    const found = detect({
      members: usualMembers,
      answers: 300,
      overlap,
      goldRate: 0.1,
      repeatRate,
      crowds: smaller,
      seed: 30_000,
      checkEvery: 5,
    })
    settings.push({ overlap, repeatRate, found })
    const cell = (temper: string) => {
      const row = found.find((one) => one.temper === temper) as Detection
      return `${taskAt(row, 0.5)} / ${taskAt(row, 0.95)}`
    }
    const good = found.filter(({ temper }) => temper === "good" || temper === "fast")
    const people = good.reduce((sum, one) => sum + one.people, 0)
    const flagged = good.reduce((sum, one) => sum + shareWithin(one, 300) * one.people, 0)
    out(
      `| ${overlap} | ${percent(repeatRate)} | ${cell("clicker")} | ${cell("left")} | ${cell("length")} | ${percent(flagged / people)} |`,
    )
  }
}

const toSummary = (row: Detection) => ({
  kind: row.temper,
  people: row.people,
  within60: shareWithin(row, 60),
  ever: shareWithin(row, 300),
  half: taskAt(row, 0.5),
  most: taskAt(row, 0.95),
})
out(
  JSON.stringify({
    bench: "crowd",
    crowds,
    holds,
    wrongShare,
    main: main.map(toSummary),
    settings: settings.map(({ found, ...rest }) => ({ ...rest, found: found.map(toSummary) })),
  }),
)
if (!holds) process.exitCode = 1
