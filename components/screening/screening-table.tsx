import { PersonCell } from "@/components/members/person-cell"
import { When } from "@/components/projects/when"
import { DecideDialog, GradeDialog } from "@/components/screening/screening-dialogs"
import { Badge } from "@/components/ui/badge"
import { ActionsTd, ActionsTh, rowActions, Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { PartOutcome } from "@/core/screening/assess"
import type { ScreeningPerson } from "@/core/screening/views"

/** Who stands where in the screening, those who wait for an admin first. */
export function ScreeningTable({
  people,
  slug,
  grade,
  decide,
}: {
  people: readonly ScreeningPerson[]
  slug: string
  grade: FormAction<null>
  decide: FormAction<null>
}) {
  return (
    <Table caption="People in the screening" className="panel">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Where they stand</Th>
          <Th>Attempts</Th>
          <ActionsTh label="Change" />
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.userId} person={person} slug={slug} grade={grade} decide={decide} />
        ))}
      </tbody>
    </Table>
  )
}

function PersonRow({
  person,
  slug,
  grade,
  decide,
}: {
  person: ScreeningPerson
  slug: string
  grade: FormAction<null>
  decide: FormAction<null>
}) {
  const { state, results, userId } = person
  const running = state && "parts" in state ? state.parts : []
  const graded = running.filter((part) => part.kind === "graded")
  const name = person.name || person.email
  return (
    <Tr>
      <Td className="min-w-44">
        <PersonCell name={person.name} email={person.email} you={false} />
      </Td>
      <Td className="min-w-56">
        <StateBadge person={person} />
        {running.length > 0 && <Parts parts={running} />}
      </Td>
      <Td className="min-w-64">
        {results.length === 0 && <span className="text-ink-3">none finished</span>}
        {results.map((result) => (
          <div key={result.attempt} className="mb-2 last:mb-0">
            <span className="figures">
              {result.attempt}. {result.passed ? "passed" : "not passed"}, <When at={result.at} />
            </span>
            {result.reason ? (
              <p dir="auto" className="wrap-anywhere text-ink-2">
                By an admin: {result.reason}
              </p>
            ) : (
              <Parts parts={result.parts} />
            )}
          </div>
        ))}
      </Td>
      <ActionsTd>
        <span className={rowActions}>
          {graded.map((part) => (
            <GradeDialog key={part.name} slug={slug} userId={userId} name={name} part={part} send={grade} />
          ))}
          {state?.kind !== "passed" && <DecideDialog slug={slug} userId={userId} name={name} send={decide} />}
        </span>
      </ActionsTd>
    </Tr>
  )
}

function StateBadge({ person: { state, results } }: { person: ScreeningPerson }) {
  if (state === null || (state.kind === "open" && results.length === 0 && !begun(state.parts))) {
    return <Badge>Not begun</Badge>
  }
  if (state.kind === "passed") return <Badge tone="good">Passed</Badge>
  if (state.kind === "grading") return <Badge tone="accent">Waits for a score</Badge>
  if (state.kind === "open") return <Badge tone="accent">Attempt {state.attempt} under way</Badge>
  if (state.kind === "waiting") {
    return (
      <>
        <Badge tone="warn">Not passed</Badge>{" "}
        <span className="text-ink-2">
          again from <When at={state.until} />
        </span>
      </>
    )
  }
  return <Badge tone="warn">Not passed, no attempt left</Badge>
}

function begun(parts: readonly PartOutcome[]): boolean {
  return parts.some((part) => part.kind === "gold" && part.of > 0)
}

function Parts({ parts }: { parts: readonly PartOutcome[] }) {
  return (
    <ul className="figures text-xs text-ink-2">
      {parts.map((part) => (
        <li key={part.name}>
          <bdi>{part.title}</bdi>:{" "}
          {part.kind === "gold"
            ? `${part.reached} right of ${part.of}, ${Math.ceil(part.threshold * part.wanted - 1e-9)} of ${part.wanted} needed`
            : part.complete
              ? `${part.reached} of ${part.of}, ${part.threshold} needed`
              : `no score yet, ${part.threshold} of ${part.of} needed`}
        </li>
      ))}
    </ul>
  )
}
