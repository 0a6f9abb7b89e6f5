import { MatrixChart } from "@/components/numbers/matrix-chart"
import { RatingChart } from "@/components/numbers/rating-chart"
import { ChartPair, FigurePanel, NARROW, NoFigure, WIDE } from "@/components/numbers/figure-panel"
import { figure, percent, percentRange, points, say } from "@/components/numbers/format"
import { cutRows, type RowsShown } from "@/components/numbers/rows-shown"
import { plural } from "@/components/projects/figures"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import { MATRIX_MODELS } from "@/core/numbers/compute-report"
import type { NumbersReport, Ratings } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

const how = {
  clustered: "clustered by person",
  bootstrap: "bootstrap of people",
  hc0: "single answers, not clustered",
} as const

/** Models drawn, best first; the tables have more. */
const DRAWN = { ratings: 30, matrix: 24, matrixNarrow: 12 } as const

type Props = { report: NumbersReport; shown: RowsShown }

export function RatingPanel({ report, shown }: Props) {
  return (
    <Leaderboard
      id="ratings"
      title="Which model is better?"
      ratings={report.ratings}
      shown={shown}
      definition={
        <>
          <p>
            Bradley-Terry strengths with Davidson ties (both bad is a tie), a term for the side of the screen
            and a weak prior (sd 350 points), on the scale where 400 points are odds of ten to one and the
            mean is 1000.
          </p>
          <p>
            The bar is the 95 % interval against the average model: the sandwich clustered by person, or with
            fewer than 20 people a bootstrap of people, never narrower than single answers would make it.
            Ranks are simultaneous: with 95 % probability all of them hold at once. To say that one model is
            better than another use the interval of the difference.
          </p>
        </>
      }
    />
  )
}

export function EqualLengthPanel({ report, shown }: Props) {
  return (
    <Leaderboard
      id="equal-length"
      title="And at equal length?"
      ratings={report.equalLength}
      shown={shown}
      definition={
        <p>
          The same fit with one more term: the difference of lengths (a − b)/(a + b) in characters, in five
          classes. The strengths are those of texts of equal length. Length may be part of what makes an
          answer good, so read this beside the raw ratings, never in their place.
        </p>
      }
    />
  )
}

function Leaderboard({
  id,
  title,
  ratings,
  shown,
  definition,
}: {
  id: string
  title: string
  ratings: Ratings
  shown: RowsShown
  definition: React.ReactNode
}) {
  if (!ratings.defined) {
    return (
      <FigurePanel id={id} title={title} meta="" answer="" definition={definition}>
        <NoFigure>{REASONS[ratings.reason]}</NoFigure>
      </FigurePanel>
    )
  }
  const { rows, lead, intervals, clusters, comparisons, components } = ratings.value
  const [first, second] = rows
  const drawn = rows.slice(0, DRAWN.ratings)
  const table = cutRows(rows, shown)
  return (
    <FigurePanel
      id={id}
      title={title}
      meta={`Bradley-Terry, ${how[intervals]}${intervals === "hc0" ? "" : ` (${clusters})`}, n ${figure(comparisons)} comparisons`}
      answer={
        lead.defined && first && second ? (
          <>
            {first.model} leads {second.model} by {points(lead.value.estimate).replace("+", "")} points (95 %
            interval {points(lead.value.low)} to {points(lead.value.high)}).
          </>
        ) : (
          !lead.defined && REASONS[lead.reason]
        )
      }
      definition={definition}
      table={
        <Table caption={`${title} As a table`}>
          <thead>
            <tr>
              <Th>Model</Th>
              <Th numeric>Rating</Th>
              <Th numeric>Low</Th>
              <Th numeric>High</Th>
              <Th numeric>Rank</Th>
              <Th numeric>Rank interval</Th>
              <Th numeric>Comparisons</Th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <Tr key={row.id}>
                <Td>
                  {row.model} {row.unbounded && <Badge tone="warn">held by the prior</Badge>}
                  {components > 1 && <Badge tone="warn">group {row.component + 1}</Badge>}
                </Td>
                <Td numeric>{row.rating.estimate.toFixed(0)}</Td>
                <Td numeric>{row.rating.low.toFixed(0)}</Td>
                <Td numeric>{row.rating.high.toFixed(0)}</Td>
                <Td numeric>{row.rank}</Td>
                <Td numeric>{`${row.best} to ${row.worst}`}</Td>
                <Td numeric data-value={row.comparisons}>
                  {figure(row.comparisons)}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      }
      cut={table.cut}
    >
      <ChartPair
        wide={<RatingChart rows={drawn} width={WIDE} id={`${id}-wide`} />}
        narrow={<RatingChart rows={drawn} width={NARROW} id={`${id}-narrow`} />}
      />
      {rows.length > DRAWN.ratings && (
        <p className="mt-2 text-xs text-ink-3">
          The best {DRAWN.ratings} of {rows.length} models; the table has all.
        </p>
      )}
    </FigurePanel>
  )
}

export function MatrixPanel({ report, shown }: Props) {
  const { matrix, ratings } = report
  const all = ratings.defined ? ratings.value.rows.map((row) => row.model) : []
  const names = all.slice(0, DRAWN.matrix)
  const inPicture = new Set(names)
  const cells = matrix.filter((cell) => inPicture.has(cell.row) && inPicture.has(cell.column))
  const table = cutRows(matrix, shown)
  const definition = (
    <p>
      Share of the comparisons of a pair that the row won, ties as half wins, with the interval of that score
      (Tango); votes are taken as independent here, so a person who judged much may make it too narrow. Models
      meet different opponents, so compare models by their ratings, not by the average of a row.
    </p>
  )
  return (
    <FigurePanel
      id="matrix"
      title="How often does the row beat the column?"
      meta={`${plural(matrix.length / 2, "pair of models", "pairs of models")}${all.length > MATRIX_MODELS ? `, among the best ${MATRIX_MODELS} of ${all.length}` : ""}`}
      answer="In percent, ties as half; the best model first."
      definition={definition}
      table={
        matrix.length > 0 && (
          <Table caption="Every pair of models">
            <thead>
              <tr>
                <Th>Row</Th>
                <Th>Column</Th>
                <Th numeric>Won</Th>
                <Th numeric>Tied</Th>
                <Th numeric>Lost</Th>
                <Th numeric>n</Th>
                <Th numeric>Win rate</Th>
                <Th numeric>95 % interval</Th>
              </tr>
            </thead>
            <tbody>
              {table.rows.map((cell) => (
                <Tr key={`${cell.row} ${cell.column}`}>
                  <Td>{cell.row}</Td>
                  <Td>{cell.column}</Td>
                  <Td numeric>{cell.wins}</Td>
                  <Td numeric>{cell.ties}</Td>
                  <Td numeric>{cell.losses}</Td>
                  <Td numeric>{cell.wins + cell.ties + cell.losses}</Td>
                  <Td numeric>{say(cell.rate, (rate) => percent(rate.estimate))}</Td>
                  <Td numeric>{say(cell.rate, (rate) => percentRange(rate))}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )
      }
      cut={table.cut}
    >
      {names.length === 0 ? (
        <NoFigure>{ratings.defined ? REASONS["no-data"] : REASONS[ratings.reason]}</NoFigure>
      ) : (
        <>
          <ChartPair
            wide={<MatrixChart names={names} cells={cells} width={WIDE} id={`matrix-wide`} />}
            narrow={
              <MatrixChart
                names={names.slice(0, DRAWN.matrixNarrow)}
                cells={cells}
                width={NARROW}
                id={`matrix-narrow`}
              />
            }
          />
          {all.length > DRAWN.matrix && (
            <p className="mt-2 hidden text-xs text-ink-3 sm:block">
              The best {DRAWN.matrix} of {all.length} models; the table has more.
            </p>
          )}
          {all.length > DRAWN.matrixNarrow && (
            <p className="mt-2 text-xs text-ink-3 sm:hidden">
              The best {DRAWN.matrixNarrow} of {all.length} models; the table has more.
            </p>
          )}
        </>
      )}
    </FigurePanel>
  )
}
