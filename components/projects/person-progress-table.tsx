import Link from "next/link"
import { toDuration, toFigure } from "@/components/projects/figures"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { PersonProgress } from "@/core/lists/progress-rows"

/** Per person: what counts, what does not and why, and the pace with its n. Give it a panel around. */
export function PersonProgressTable({
  people,
  annotationsHref,
}: {
  people: readonly PersonProgress[]
  annotationsHref: string
}) {
  return (
    <Table caption="Progress per person">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th numeric>Counted</Th>
          <Th numeric>7 days</Th>
          <Th numeric>Surplus</Th>
          <Th numeric>Excluded</Th>
          <Th numeric>Taken back</Th>
          <Th numeric>Skipped</Th>
          <Th numeric>Mean time</Th>
          <Th>Last answer</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Tr key={person.userId}>
            <Td className="min-w-48">
              <Link
                dir="auto"
                href={`${annotationsHref}?person=${person.userId}`}
                className="font-medium wrap-anywhere hover:text-accent hover:underline"
              >
                {person.name || person.email}
              </Link>
              {person.role === null && <Badge className="ms-2">Left</Badge>}
              {person.paused && (
                <Badge tone="warn" className="ms-2">
                  Paused
                </Badge>
              )}
            </Td>
            <Td numeric className="font-medium">
              {toFigure(person.counted)}
            </Td>
            <Figure value={person.lastWeek} />
            <Figure value={person.surplus} />
            <Figure value={person.excluded} />
            <Figure value={person.withdrawn} />
            <Figure value={person.skipped} />
            <Td numeric className="whitespace-nowrap">
              {person.seconds === null ? (
                <span className="text-ink-3">–</span>
              ) : (
                <>
                  {toDuration(person.seconds)}
                  <span className="ms-1.5 text-xs text-ink-3">n {toFigure(person.timed)}</span>
                </>
              )}
            </Td>
            <Td>
              {person.lastDay ? (
                <time dateTime={person.lastDay} className="figures whitespace-nowrap">
                  {person.lastDay}
                </time>
              ) : (
                <span className="text-ink-3">not yet</span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Zeros stand back, so that what is there stands out. */
function Figure({ value }: { value: number }) {
  return (
    <Td numeric className={value === 0 ? "text-ink-3" : ""}>
      {toFigure(value)}
    </Td>
  )
}
