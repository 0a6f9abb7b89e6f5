import { ShareDots } from "@/components/numbers/share-dots"
import { ChartPair, FigurePanel, NARROW, NoFigure, WIDE } from "@/components/numbers/figure-panel"
import {
  figure,
  NO_INTERVAL,
  percent,
  percentRange,
  points,
  pValue,
  say,
  shareText,
} from "@/components/numbers/format"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { BiasReport, NumbersReport, PersonRow } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

/** People drawn in the picture; the table has all. */
const DRAWN = 12

export function PositionPanel({ report }: { report: NumbersReport }) {
  return (
    <BiasPanel
      id="position"
      title="Does the side sway the answer?"
      bias={report.position}
      persons={report.persons}
      of={(person) => ({ share: person.left, p: person.leftP })}
      what="the left text was preferred"
      term="Standing on the left is worth"
      definition={
        <p>
          Sides are drawn and balanced by the server, so without any bias half of the decisive answers on
          pairs go to the left. The share is clustered by person. The term is that of the rating fit, which
          holds the models equal. Rankings show no sides and are not in it. A person is marked where the exact
          binomial test, adjusted for all people here (Benjamini-Hochberg), is below 0.05: a reason to look,
          not a verdict.
        </p>
      }
    />
  )
}

export function LengthPanel({ report }: { report: NumbersReport }) {
  return (
    <BiasPanel
      id="length"
      title="Do longer answers win?"
      bias={report.length}
      persons={report.persons}
      of={(person) => ({ share: person.longer, p: person.longerP })}
      what="the longer text was preferred"
      term="Twice the length at equal strength is worth about"
      scale={1 / 3}
      definition={
        <p>
          Decisive answers on pairs of texts whose lengths differ by more than a tenth. The share mixes taste
          for length with better models being longer; the term of the fit holds the models equal (for a text
          twice as long as the other). A person is marked where the exact binomial test against one half,
          adjusted for all people here, is below 0.05; compare people with one another, since long answers may
          be better.
        </p>
      }
    />
  )
}

function BiasPanel({
  id,
  title,
  bias,
  persons,
  of,
  what,
  term,
  scale = 1,
  definition,
}: {
  id: string
  title: string
  bias: BiasReport
  persons: readonly PersonRow[]
  of: (person: PersonRow) => { share: PersonRow["left"]; p: PersonRow["leftP"] }
  what: string
  term: string
  scale?: number
  definition: React.ReactNode
}) {
  const { share } = bias
  const shown = persons.flatMap((person) => {
    const { share: own, p } = of(person)
    return own.defined
      ? [{ name: person.name, id: person.id, ...own.value, n: own.n, p, mark: p.defined && p.value < 0.05 }]
      : []
  })
  const drawn = shown.slice(0, DRAWN)
  return (
    <FigurePanel
      id={id}
      title={title}
      meta={`clustered by person, n ${figure(share.n)} decisive pairs`}
      answer={
        share.defined ? (
          <>
            In {percent(share.value.estimate)} (95 % interval {percentRange(share.value)}) {what}.{" "}
            {bias.term.defined &&
              `${term} ${points(bias.term.value.estimate * scale)} points (${points(bias.term.value.low * scale)} to ${points(bias.term.value.high * scale)}${bias.pValue.defined ? `, p ${pValue(bias.pValue.value)}` : ""}).`}
          </>
        ) : share.n > 0 ? (
          `In ${shareText(share)} (${NO_INTERVAL}) ${what}.`
        ) : (
          REASONS[share.reason]
        )
      }
      definition={definition}
      table={
        <Table caption={`${title} As a table`}>
          <thead>
            <tr>
              <Th>Person</Th>
              <Th numeric>Share</Th>
              <Th numeric>95 % interval</Th>
              <Th numeric>n</Th>
              <Th numeric>Adjusted p</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Tr key={row.id}>
                <Td>{row.name}</Td>
                <Td numeric>{percent(row.estimate)}</Td>
                <Td numeric>{percentRange(row)}</Td>
                <Td numeric>{row.n}</Td>
                <Td numeric>{say(row.p, pValue)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      }
    >
      {shown.length === 0 ? (
        <NoFigure>
          {REASONS[persons.some((person) => person.comparisons > 0) ? "no-decisive" : "no-data"]}
        </NoFigure>
      ) : (
        <>
          <ChartPair
            wide={<ShareDots rows={drawn} middle={0.5} width={WIDE} id={`${id}-wide`} title={title} />}
            narrow={<ShareDots rows={drawn} middle={0.5} width={NARROW} id={`${id}-narrow`} title={title} />}
          />
          {shown.length > DRAWN && (
            <p className="mt-2 text-xs text-ink-3">
              The {DRAWN} people with the most answers of {shown.length}; the table has all.
            </p>
          )}
        </>
      )}
    </FigurePanel>
  )
}
