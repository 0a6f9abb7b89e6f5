import { plural } from "@/components/projects/figures"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { LinkButton } from "@/components/ui/link-button"
import type { TaskDetail, TaskRuling } from "@/core/lists/task-detail"

/** How the counted votes fell, pair by pair, and every ruling with its reason. */
export function TaskRulings({ task, deskHref }: { task: TaskDetail; deskHref: string | null }) {
  const pairs = tally(task)
  if (pairs.length === 0 && task.rulings.length === 0 && deskHref === null) return null
  return (
    <section aria-labelledby="rulings">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="rulings" className="text-base">
          Rulings
        </h2>
        {deskHref && task.texts.length > 1 && (
          <LinkButton href={deskHref} size="sm">
            {task.rulings.some((ruling) => ruling.holds && ruling.preference)
              ? "Rule again"
              : "Rule on this task"}
          </LinkButton>
        )}
      </div>
      <div className="panel grid divide-y divide-line text-sm">
        {pairs.map((pair) => (
          <p key={pair.key} className="px-5 py-3 sm:px-6">
            <span className="text-ink-2">
              {pair.criterion === "overall" ? "" : `${pair.criterion}, `}text {pair.positionA + 1} against{" "}
              {pair.positionB + 1}:{" "}
            </span>
            <span className="figures">
              {plural(pair.a, "vote")} for text {pair.positionA + 1}, {pair.b} for text {pair.positionB + 1},{" "}
              {plural(pair.tie, "tie")}
            </span>
          </p>
        ))}
        {task.rulings.length === 0 ? (
          <p className="px-5 py-3 text-ink-3 sm:px-6">Nobody has ruled on it.</p>
        ) : (
          task.rulings.map((ruling) => <RulingRow key={ruling.id} ruling={ruling} />)
        )}
      </div>
    </section>
  )
}

function RulingRow({ ruling }: { ruling: TaskRuling }) {
  const holds = ruling.holds && ruling.preference !== null
  return (
    <div className="px-5 py-3 sm:px-6">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className={holds ? "font-medium" : "text-ink-2"}>{rulingWords(ruling)}</span>
        {holds ? <Badge tone="good">Holds</Badge> : <Badge>Replaced</Badge>}
        {ruling.sawVotes && <Badge>Saw the votes</Badge>}
        <span className="text-ink-3">
          <bdi>{ruling.by}</bdi>, <When at={ruling.createdAt} />
        </span>
      </p>
      {ruling.reason !== "" && (
        <p dir="auto" className="mt-1 whitespace-pre-wrap wrap-anywhere">
          {ruling.reason}
        </p>
      )}
    </div>
  )
}

function rulingWords({ preference, bothBad, level, positionA, positionB, criterion }: TaskRuling): string {
  const on = criterion === "overall" ? "" : `${criterion}: `
  if (preference === null) return `${on}Ruling taken back`
  if (preference === "TIE") return `${on}${bothBad ? "Both bad" : "The same"}`
  const better = preference === "A" ? positionA : positionB
  return `${on}Text ${better + 1} better${level !== null && level > 1 ? `, strength ${level}` : ""}`
}

type Tally = {
  key: string
  criterion: string
  positionA: number
  positionB: number
  a: number
  b: number
  tie: number
}

/** The counted votes by pair; pairs that nobody voted on do not appear. */
function tally({ assignments }: TaskDetail): Tally[] {
  const pairs = new Map<string, Tally>()
  const counted = assignments.flatMap((one) => one.answers).filter((answer) => answer.state === "counted")
  for (const { criterion, positionA, positionB, preference } of counted.flatMap((one) => one.comparisons)) {
    const key = `${criterion}:${positionA}:${positionB}`
    const pair = pairs.get(key) ?? { key, criterion, positionA, positionB, a: 0, b: 0, tie: 0 }
    pairs.set(key, pair)
    if (preference === "A") pair.a += 1
    else if (preference === "B") pair.b += 1
    else pair.tie += 1
  }
  return [...pairs.values()]
}
