import Link from "next/link"
import { toDuration, toFigure } from "@/components/projects/figures"
import { ConcernBadge } from "@/components/reliability/concern-badge"
import { Figure, ShareFigure } from "@/components/reliability/share-figure"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { ReliabilityRow } from "@/core/reliability/reliability-row"

/** Everybody, those to look at first. `hrefOf` leads to a person's card. */
export function ReliabilityTable({
  people,
  hrefBase,
}: {
  people: readonly ReliabilityRow[]
  /** The address of a card is this and the person's id. */
  hrefBase: string
}) {
  return (
    <Table caption="Reliability of each person" className="panel">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>What stands out</Th>
          <Th numeric>Gold right</Th>
          <Th numeric>With others</Th>
          <Th numeric>Same again</Th>
          <Th numeric>Left</Th>
          <Th numeric>Longer</Th>
          <Th numeric>Median time</Th>
          <Th numeric>Answers</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.userId} person={person} href={`${hrefBase}/${person.userId}`} />
        ))}
      </tbody>
    </Table>
  )
}

function PersonRow({ person, href }: { person: ReliabilityRow; href: string }) {
  const { figures, pace, flags } = person
  const agreement = figures.agreement.defined ? figures.agreement.value : null
  return (
    <Tr>
      <Td className="min-w-44">
        <Link dir="auto" href={href} className="font-medium wrap-anywhere hover:text-accent hover:underline">
          {person.name || person.email}
        </Link>
        {person.role === null && <Badge className="ms-2">Left</Badge>}
        {person.pausedAt !== null && (
          <Badge tone="warn" className="ms-2">
            Paused
          </Badge>
        )}
      </Td>
      <Td className="min-w-56">
        {flags[0] ? (
          <>
            <ConcernBadge concern={person.concern} />
            <span className="mt-1 block text-ink-2">{flags[0].title}</span>
          </>
        ) : (
          <span className="text-ink-3">{figures.answers < 10 ? "Too little to say" : "Nothing"}</span>
        )}
      </Td>
      <Td numeric>
        <ShareFigure share={figures.gold} />
      </Td>
      <Td numeric>
        {agreement ? (
          <Figure {...agreement} n={toFigure(agreement.pairs)} />
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </Td>
      <Td numeric>
        <ShareFigure share={figures.consistency} />
      </Td>
      <Td numeric>
        <ShareFigure share={figures.left} />
      </Td>
      <Td numeric>
        <ShareFigure share={figures.longer} />
      </Td>
      <Td numeric className="whitespace-nowrap">
        {pace.medianSeconds === null ? <span className="text-ink-3">–</span> : toDuration(pace.medianSeconds)}
      </Td>
      <Td numeric>
        {toFigure(figures.answers)}
        {person.excluded > 0 && (
          <span className="block text-xs text-ink-3">{toFigure(person.excluded)} left out</span>
        )}
      </Td>
    </Tr>
  )
}
