import type { NumbersReport } from "@/core/numbers/report"
import type { Interval } from "@/stats/interval"
import { type Outcome, REASONS } from "@/stats/outcome"

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
function toTables(report: NumbersReport, by: "annotator" | "slice" | null): Table[] {
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
  const tables = [
    leaderboard("Ratings", report.ratings),
    leaderboard("Ratings at equal length", report.equalLength),
    figures,
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
  }
  return tables
}

export function toReportText(report: NumbersReport, by: "annotator" | "slice" | null): string {
  return toTables(report, by)
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
export function toReportHtml(report: NumbersReport, title: string): string {
  const tables = [...toTables(report, "annotator"), ...toTables(report, "slice").slice(3)]
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
