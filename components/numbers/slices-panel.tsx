import { ChartPair, FigurePanel, NARROW, NoFigure, WIDE } from "@/components/numbers/figure-panel"
import { figure, say } from "@/components/numbers/format"
import { cutRows, type RowsShown } from "@/components/numbers/rows-shown"
import { SliceHeat } from "@/components/numbers/slice-heat"
import { FEW, rowsOf, toHeatColumn } from "@/components/numbers/slice-rows"
import { Progress } from "@/components/ui/progress"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import {
  type SliceKind,
  sliceKinds,
  type SliceRatings,
  type SlicesReport,
} from "@/core/numbers/slice-ratings"
import type { RatingRow } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

export type SlicesState =
  | { readonly state: "ready"; readonly value: SlicesReport }
  | { readonly state: "running"; readonly done: number; readonly error: string | null }
  | { readonly state: "counting" }

const names: Readonly<Record<SliceKind, string>> = {
  criterion: "criterion",
  round: "round",
  cohort: "cohort",
  guideline: "guideline version",
  language: "language",
  useCase: "use case",
  tag: "tag",
}

/** Slices and models drawn; the table has all. */
const DRAWN = { wide: 4, narrow: 2, models: 12 } as const

/** The leaderboard within each slice, as it is and at equal length: computed beside the page. */
export function SlicesPanel({ slices, shown }: { slices: SlicesState; shown: RowsShown }) {
  const value = slices.state === "ready" ? slices.value : null
  const kinds = sliceKinds.flatMap((kind) => {
    const own = value?.slices.filter((slice) => slice.kind === kind) ?? []
    return own.length > 0 ? [{ kind, own }] : []
  })
  const equal = value?.whole.equalLength.defined === true
  const table = cutRows(value ? toTableRows(value) : [], shown)
  return (
    <FigurePanel
      // The tools look for tables and pictures once: anew when the figures are there.
      key={slices.state}
      id="slices"
      title="Is the order the same everywhere?"
      meta={
        value ? `${figure(value.slices.length)} slices, n ${figure(value.whole.comparisons)} comparisons` : ""
      }
      answer={value ? toAnswer(value) : "Computed away from this page; it appears by itself."}
      definition={
        <>
          <p>
            The leaderboard fitted anew to the comparisons of each slice, by itself and with the difference of
            lengths as one more term. A cell is the rating with half of its 95 % interval; the shade is how
            far it lies from the rating of all comparisons. Every fit has a mean of 1000, so a slice in which
            other models were compared moves all of them.
          </p>
          <p>
            Below {FEW.slice} comparisons of a slice or {FEW.model} of a model in it the figure has no shade
            and a broken border: too few to read anything from it. Many cells are looked at here at once, so
            about one in twenty differs from the whole by chance alone. A prompt with several tags is in each
            of them.
          </p>
        </>
      }
      table={kinds.length > 0 && value && <SlicesTable value={value} rows={table.rows} />}
      cut={kinds.length > 0 ? table.cut : undefined}
    >
      {value === null ? (
        <div role="status">
          <p className="mb-2 text-sm text-ink-2">
            {slices.state === "running" && slices.error ? slices.error : "Fitting each slice by itself."}
          </p>
          <Progress
            label="Computed"
            total={100}
            parts={[
              { label: "done", value: slices.state === "running" ? slices.done * 100 : 0, tone: "running" },
            ]}
          />
        </div>
      ) : kinds.length === 0 || !value.whole.ratings.defined ? (
        <NoFigure>
          {value.whole.ratings.defined
            ? "Nothing divides these comparisons: one criterion, one round, and no cohorts, languages, use cases or tags."
            : REASONS[value.whole.ratings.reason]}
        </NoFigure>
      ) : (
        <>
          <Heats kinds={kinds} whole={value.whole} which="ratings" />
          {equal && (
            <details className="mt-4" data-more>
              <summary className="inline-flex min-h-8 items-center rounded-md text-sm text-accent hover:underline pointer-coarse:min-h-11">
                And at equal length
              </summary>
              <div className="mt-3">
                <Heats kinds={kinds} whole={value.whole} which="equalLength" />
              </div>
            </details>
          )}
        </>
      )}
    </FigurePanel>
  )
}

function Heats({
  kinds,
  whole,
  which,
}: {
  kinds: readonly { readonly kind: SliceKind; readonly own: readonly SliceRatings[] }[]
  whole: SlicesReport["whole"]
  which: "ratings" | "equalLength"
}) {
  const models = new Set(
    rowsOf(whole[which])
      .slice(0, DRAWN.models)
      .map((row) => row.model),
  )
  const first = toHeatColumn("All", whole.comparisons, whole[which], models)
  const all = rowsOf(whole[which]).length
  return (
    <>
      <div className="grid grid-cols-1 gap-x-8 gap-y-6 xl:grid-cols-2">
        {kinds.map(({ kind, own }) => {
          const columns = own
            .slice(0, DRAWN.wide)
            .map((slice) => toHeatColumn(slice.label, slice.comparisons, slice[which], models))
          const name = `Ratings by ${names[kind]}${which === "equalLength" ? ", at equal length" : ""}`
          const heat = (width: number, most: number, size: string) => (
            <SliceHeat
              name={name}
              whole={first}
              slices={columns.slice(0, most)}
              width={width}
              id={`slices-${kind}-${which}-${size}`}
            />
          )
          return (
            <div key={kind} className="min-w-0">
              <h3 className="mb-2 text-sm font-medium text-ink-2">By {names[kind]}</h3>
              <ChartPair
                wide={heat(WIDE, DRAWN.wide, "wide")}
                narrow={heat(NARROW, DRAWN.narrow, "narrow")}
              />
              {own.length > DRAWN.narrow && (
                <p
                  className={
                    own.length > DRAWN.wide ? "mt-1 text-xs text-ink-3" : "mt-1 text-xs text-ink-3 sm:hidden"
                  }
                >
                  Those with the most comparisons of {own.length}; the table has all.
                </p>
              )}
            </div>
          )
        })}
      </div>
      {all > DRAWN.models && (
        <p className="mt-2 text-xs text-ink-3">
          The best {DRAWN.models} of {all} models; the table has more.
        </p>
      )}
    </>
  )
}

/** Where somebody else is first, and whether that is more than chance may do. */
function toAnswer({ whole, slices }: SlicesReport): string {
  const best = rowsOf(whole.ratings)[0]
  if (!best) return ""
  if (whole.ratings.defined && whole.ratings.value.components > 1)
    return `The models form ${whole.ratings.value.components} groups that were never compared with one another: read each group by itself.`
  const large = slices.filter((slice) => slice.comparisons >= FEW.slice)
  const other = large.flatMap((slice) => {
    const first = rowsOf(slice.ratings)[0]
    return first && first.id !== best.id ? [`${first.model} in ${slice.label}`] : []
  })
  const small = slices.length - large.length
  const few =
    small > 0 ? ` ${small} of ${slices.length} slices have fewer than ${FEW.slice} comparisons.` : ""
  if (large.length === 0) return `Every slice has fewer than ${FEW.slice} comparisons: nothing to tell yet.`
  if (other.length === 0)
    return `${best.model} has the highest rating in every slice that is large enough.${few}`
  const named = other.slice(0, 4).join(", ")
  return `${best.model} is highest over all; others are in ${other.length} of ${large.length} slices: ${named}${other.length > 4 ? ", …" : ""}. Read the intervals before you make anything of it.${few}`
}

type TableRow = { readonly slice: TableSlice; readonly row: RatingRow | null }
type TableSlice = SlicesReport["whole"] & { readonly kind: SliceKind | null; readonly label: string }

/** All models of all comparisons, then of each slice; a slice that has no ratings says why in one row. */
function toTableRows(value: SlicesReport): readonly TableRow[] {
  const all: TableSlice = { kind: null, label: "All", ...value.whole }
  return [all, ...value.slices].flatMap((slice): readonly TableRow[] =>
    slice.ratings.defined ? slice.ratings.value.rows.map((row) => ({ slice, row })) : [{ slice, row: null }],
  )
}

function SlicesTable({ value, rows }: { value: SlicesReport; rows: readonly TableRow[] }) {
  return (
    <>
      {value.models > rowsOf(value.whole.ratings).length && (
        <p className="mb-2 text-sm text-ink-2">
          The best {rowsOf(value.whole.ratings).length} of {value.models} models.
        </p>
      )}
      <Table caption="Ratings of every model in every slice">
        <thead>
          <tr>
            <Th>By</Th>
            <Th>Slice</Th>
            <Th>Model</Th>
            <Th numeric>Rating</Th>
            <Th numeric>Low</Th>
            <Th numeric>High</Th>
            <Th numeric>At equal length</Th>
            <Th numeric>Low</Th>
            <Th numeric>High</Th>
            <Th numeric>Comparisons</Th>
            <Th>To note</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ slice, row }) => (
            <Tr key={`${slice.kind} ${slice.label} ${row?.id}`}>
              <Td className="text-ink-2">{slice.kind === null ? "–" : names[slice.kind]}</Td>
              <Td>{slice.label}</Td>
              {row ? (
                <RatingCells slice={slice} row={row} />
              ) : (
                <Td colSpan={9}>{say(slice.ratings, () => "")}</Td>
              )}
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function RatingCells({ slice, row }: { slice: TableSlice; row: RatingRow }) {
  const even = rowsOf(slice.equalLength).find((one) => one.id === row.id)
  return (
    <>
      <Td>{row.model}</Td>
      <Td numeric>{row.rating.estimate.toFixed(0)}</Td>
      <Td numeric>{row.rating.low.toFixed(0)}</Td>
      <Td numeric>{row.rating.high.toFixed(0)}</Td>
      <Td numeric>{even ? even.rating.estimate.toFixed(0) : "–"}</Td>
      <Td numeric>{even ? even.rating.low.toFixed(0) : "–"}</Td>
      <Td numeric>{even ? even.rating.high.toFixed(0) : "–"}</Td>
      <Td numeric data-value={row.comparisons}>
        {figure(row.comparisons)}
      </Td>
      <Td>
        {[
          (slice.comparisons < FEW.slice || row.comparisons < FEW.model) && "few",
          row.unbounded && "held by the prior",
        ]
          .filter((note) => note !== false)
          .join(", ")}
      </Td>
    </>
  )
}
