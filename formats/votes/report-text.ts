import type { CrowdReport } from "@/core/numbers/crowd"
import type { NumbersReport } from "@/core/numbers/report"
import type { SliceRatings } from "@/core/numbers/slice-ratings"
import type { Interval } from "@/stats/interval"
import { type Outcome, REASONS } from "@/stats/outcome"

type Analysis = {
  readonly report: NumbersReport
  readonly crowd: CrowdReport
  readonly slices: readonly SliceRatings[]
}

type Table = {
  readonly title: string
  readonly note: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const shareOf = (outcome: Outcome<Interval>) =>
  outcome.defined
    ? `${percent(outcome.value.estimate)} [${(outcome.value.low * 100).toFixed(1)}, ${(outcome.value.high * 100).toFixed(1)}]`
    : REASONS[outcome.reason]
const pointsOf = (outcome: Outcome<Interval>) =>
  outcome.defined
    ? `${outcome.value.estimate.toFixed(0)} [${outcome.value.low.toFixed(0)}, ${outcome.value.high.toFixed(0)}]`
    : REASONS[outcome.reason]
const coefficient = (outcome: NumbersReport["agreement"]["alpha"]) =>
  outcome.defined
    ? `${outcome.value.value.toFixed(3)}${outcome.value.interval.defined ? ` [${outcome.value.interval.value.low.toFixed(3)}, ${outcome.value.interval.value.high.toFixed(3)}]` : ""}`
    : REASONS[outcome.reason]

/** The report as tables of words, for text and HTML alike. */
function toTables({ report, crowd, slices }: Analysis, by: "annotator" | "slice" | null): Table[] {
  const leaderboard = (title: string, ratings: NumbersReport["ratings"]): Table => ({
    title,
    note: ratings.defined
      ? `Bradley-Terry with Davidson ties, ${ratings.value.intervals} intervals (${ratings.value.clusters} people), n ${ratings.value.comparisons} comparisons`
      : REASONS[ratings.reason],
    head: ["model", "rating", "95 % interval", "rank", "n"],
    rows: ratings.defined
      ? ratings.value.rows.map((row) => [
          row.model + (row.unbounded ? " (held by the prior)" : ""),
          row.rating.estimate.toFixed(0),
          `${row.rating.low.toFixed(0)} to ${row.rating.high.toFixed(0)}`,
          `${row.best} to ${row.worst}`,
          String(row.comparisons),
        ])
      : [],
  })
  const { agreement, shares, position, length } = report
  const figures: Table = {
    title: "Figures",
    note: `${report.answers} answers, ${report.comparisons} comparisons, ${report.people} people`,
    head: ["figure", "value [95 % interval]", "n"],
    rows: [
      ["same answer", shareOf(agreement.raw), `${agreement.units} items`],
      ["Krippendorff's alpha", coefficient(agreement.alpha), `${agreement.units} items`],
      ["Gwet's AC1", coefficient(agreement.ac1), `${agreement.units} items`],
      ["ties", shareOf(shares.tie), String(shares.tie.n)],
      ["both bad", shareOf(shares.bad), String(shares.bad.n)],
      ["chose left", shareOf(position.share), String(position.share.n)],
      ["left is worth, points", pointsOf(position.term), String(position.share.n)],
      ["chose the longer", shareOf(length.share), String(length.share.n)],
      ["unit difference of length is worth, points", pointsOf(length.term), String(length.share.n)],
    ],
  }
  const warnings: Table = {
    title: "Read these figures with care",
    note: report.warnings.map(toWarning).join(" "),
    head: [],
    rows: [],
  }
  const tables = [
    ...(report.warnings.length > 0 ? [warnings] : []),
    leaderboard("Ratings", report.ratings),
    leaderboard("Ratings at equal length", report.equalLength),
    {
      title: "Each pair of models",
      note: "Share that the first won, ties as half, Tango's interval; votes taken as independent",
      head: ["first", "second", "won", "tied", "lost", "win rate"],
      rows: report.matrix
        .filter((cell) => cell.row < cell.column)
        .map((cell) => [
          cell.row,
          cell.column,
          String(cell.wins),
          String(cell.ties),
          String(cell.losses),
          shareOf(cell.rate),
        ]),
    },
    figures,
    {
      title: "May we stop?",
      note: "Each model against the next one: evidence 20 decides, whenever one looks; alike within 30 points",
      head: ["better", "than", "difference, points", "won : lost", "evidence", "so far"],
      rows: report.stop.claims.map((claim) => [
        claim.better,
        claim.worse,
        pointsOf(claim.difference),
        `${claim.wins} : ${claim.losses}`,
        claim.eValue >= 1000 ? "> 1000" : claim.eValue.toFixed(2),
        claim.verdict,
      ]),
    },
    {
      title: "Which pairs would teach most",
      note: "",
      head: ["model", "against", "expected gain, bits"],
      rows: report.stop.next.map((pair) => [pair.one, pair.two, pair.bits.toFixed(4)]),
    },
    {
      title: "What the crowd says of each person",
      note: `${crowd.method === "dawid-skene" ? "Dawid-Skene" : "One accuracy a person"} over ${crowd.items} items, Crowd-BT over all comparisons`,
      head: ["annotator", "accuracy", "labels", "reliability", "comparisons"],
      rows: crowd.people.map((person) => [
        person.name,
        person.accuracy.defined ? percent(person.accuracy.value) : REASONS[person.accuracy.reason],
        String(person.labels),
        shareOf(person.reliability),
        String(person.votes),
      ]),
    },
  ]
  if (by === "annotator") {
    tables.push({
      title: "By annotator",
      note: "Wilson intervals",
      head: ["annotator", "answers", "agrees", "left", "longer", "ties"],
      rows: report.persons.map((one) => [
        one.name,
        String(one.answers),
        shareOf(one.agrees),
        shareOf(one.left),
        shareOf(one.longer),
        shareOf(one.ties),
      ]),
    })
  }
  if (by === "slice") {
    tables.push({
      title: "Agreement by slice",
      note: "",
      head: ["by", "group", "same answer", "items"],
      rows: agreement.by.map((group) => [group.kind, group.label, shareOf(group.raw), String(group.units)]),
    })
    for (const { kind, label, ratings, equalLength } of slices) {
      tables.push(leaderboard(`Ratings, ${kind} ${label}`, ratings))
      if (equalLength.defined)
        tables.push(leaderboard(`Ratings at equal length, ${kind} ${label}`, equalLength))
    }
  }
  return tables
}

function toWarning(warning: NumbersReport["warnings"][number]): string {
  switch (warning.kind) {
    case "few-people":
      return `People: ${warning.n}; intervals by person hold from 30 on.`
    case "few-units":
      return `Items judged twice: ${warning.n}; intervals of agreement hold from 100 on.`
    case "few-comparisons":
      return `Comparisons: ${warning.n}; intervals hold from 200 on.`
    case "islands":
      return `${warning.n} groups of models were never compared with one another.`
    case "unbounded":
      return `Held by the prior alone: ${warning.models.join(", ")}.`
    case "rankings":
      return "Comparisons of one ranking are not independent: win matrix and evidence take them as if they were."
  }
}

export function toReportText(analysis: Analysis, by: "annotator" | "slice" | null): string {
  return toTables(analysis, by)
    .map(({ title, note, head, rows }) => {
      const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
      const line = (cells: readonly string[]) =>
        cells
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join("  ")
          .trimEnd()
      return [title, note, ...(rows.length > 0 ? [line(head), ...rows.map(line)] : [])]
        .filter((part) => part !== "")
        .join("\n")
    })
    .join("\n\n")
}

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/** One file that needs nothing else and runs nothing. */
export function toReportHtml(analysis: Analysis, title: string): string {
  const common = toTables(analysis, null).length
  const tables = [...toTables(analysis, "annotator"), ...toTables(analysis, "slice").slice(common)]
  const body = tables
    .map(
      ({ title: name, note, head, rows }) =>
        `<h2>${escape(name)}</h2><p>${escape(note)}</p>` +
        (rows.length === 0
          ? ""
          : `<table><thead><tr>${head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join("")}</tr></thead><tbody>${rows
              .map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`)
              .join("")}</tbody></table>`),
    )
    .join("\n")
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title><style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { text-align: start; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8886 }
</style></head><body><h1>${escape(title)}</h1>
${body}
</body></html>
`
}
