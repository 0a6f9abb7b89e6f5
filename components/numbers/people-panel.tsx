import Link from "next/link"
import { FigurePanel, NoFigure } from "@/components/numbers/figure-panel"
import { duration, figure, percent, percentRange } from "@/components/numbers/format"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { NumbersReport, PersonRow, Share } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

/** Who answers how; every name leads to the person's reliability card. */
export function PeoplePanel({
  report,
  personHref,
}: {
  report: NumbersReport
  personHref: ((id: string) => string) | null
}) {
  const { persons } = report
  return (
    <FigurePanel
      id="people"
      title="Who answers how?"
      meta={`${figure(persons.length)} people, most answers first`}
      answer="Small numbers swing far: read the interval. The name opens the person’s card, with gold and self-consistency."
      definition={
        <p>
          Agrees: share of pairs of this person’s answers with others’ on the same item that are the same,
          items that are always judged by several only. Left and longer: see the panels on sides and length;
          amber is a test adjusted for all people below 0.05. Seconds: mean active time, at most half an hour
          each. Nobody is flagged by time alone.
        </p>
      }
    >
      {persons.length === 0 ? (
        <NoFigure>{REASONS["no-data"]}</NoFigure>
      ) : (
        <div data-table>
          <Table caption="People">
            <thead>
              <tr>
                <Th>Person</Th>
                <Th numeric>Answers</Th>
                <Th numeric>Comparisons</Th>
                <Th numeric>Agrees</Th>
                <Th numeric>Left</Th>
                <Th numeric>Longer</Th>
                <Th numeric>Ties</Th>
                <Th numeric>Time</Th>
                <Th numeric>Flags set</Th>
              </tr>
            </thead>
            <tbody>
              {persons.map((person) => (
                <PersonLine
                  key={person.id}
                  person={person}
                  href={personHref ? personHref(person.id) : null}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </FigurePanel>
  )
}

function PersonLine({ person, href }: { person: PersonRow; href: string | null }) {
  const marked = (p: PersonRow["leftP"]) => p.defined && p.value < 0.05
  return (
    <Tr>
      <Td>
        {href === null ? (
          person.name
        ) : (
          <Link href={href} className="text-accent hover:underline">
            {person.name}
          </Link>
        )}
      </Td>
      <Td numeric data-value={person.answers}>
        {figure(person.answers)}
      </Td>
      <Td numeric data-value={person.comparisons}>
        {figure(person.comparisons)}
      </Td>
      <ShareCell share={person.agrees} />
      <ShareCell share={person.left} marked={marked(person.leftP)} />
      <ShareCell share={person.longer} marked={marked(person.longerP)} />
      <ShareCell share={person.ties} />
      <Td numeric>{person.seconds.defined ? duration(person.seconds.value) : "–"}</Td>
      <Td numeric>{figure(person.flags)}</Td>
    </Tr>
  )
}

function ShareCell({ share, marked = false }: { share: Share; marked?: boolean }) {
  if (!share.defined) {
    return (
      <Td numeric>
        –<span className="sr-only"> {REASONS[share.reason]}</span>
      </Td>
    )
  }
  return (
    <Td numeric data-value={share.value.estimate.toFixed(4)} className="whitespace-nowrap">
      <span className={marked ? "font-medium text-warn" : undefined}>{percent(share.value.estimate, 0)}</span>
      <span className="block text-xs text-ink-3">
        {percentRange(share.value, 0)}, n {share.n}
      </span>
    </Td>
  )
}
