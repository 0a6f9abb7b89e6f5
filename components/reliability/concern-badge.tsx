import { Badge } from "@/components/ui/badge"
import type { Concern } from "@/stats/reliability/flag-people"

/** How much there is to look at. Words, not verdicts: the figures decide nothing by themselves. */
export function ConcernBadge({ concern }: { concern: Concern }) {
  if (concern === "flagged") return <Badge tone="warn">Please look</Badge>
  if (concern === "look") return <Badge tone="accent">Worth a look</Badge>
  return null
}
