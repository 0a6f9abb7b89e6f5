import { plural } from "@/components/projects/figures"
import { Notice } from "@/components/ui/notice"
import type { Warning } from "@/core/numbers/report"

/** Where the figures are outside the regime in which their intervals were measured to hold. */
export function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  return (
    <Notice tone="warn" title="Read these figures with care">
      <ul className="list-disc ps-5">
        {warnings.map((warning) => (
          <li key={warning.kind}>{toSentence(warning)}</li>
        ))}
      </ul>
    </Notice>
  )
}

/** A few names; of very many the first, and how many there are. */
function toNames(models: readonly string[]): string {
  return models.length <= NAMED + 1
    ? models.join(", ")
    : `${models.slice(0, NAMED).join(", ")} and ${models.length - NAMED} other models`
}

const NAMED = 8

function toSentence(warning: Warning): string {
  switch (warning.kind) {
    case "few-people":
      return `${warning.n === 1 ? "One person has" : `${warning.n} people have`} answered; intervals by person hold what they promise from 30 on.`
    case "few-units":
      return `${warning.n === 1 ? "1 item was" : `${warning.n} items were`} judged twice; intervals of agreement hold what they promise from 100 on.`
    case "few-comparisons":
      return `${plural(warning.n, "comparison")} ${warning.n === 1 ? "is" : "are"} few: from 200 on the intervals hold what they promise.`
    case "islands":
      return `The models form ${warning.n} groups that were never compared with one another: ratings of different groups cannot be set against each other.`
    case "unbounded":
      return `${toNames(warning.models)}: never lost or never won against the rest, so only a weak prior keeps the rating finite.`
    case "rankings":
      return "Rankings are in here, and the comparisons of one are not independent: ratings and shares take each person as a cluster, the win matrix and the evidence take every comparison by itself."
  }
}
