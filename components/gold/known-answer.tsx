import { toGoldAnswerText } from "@/components/gold/gold-answer-text"
import { Badge } from "@/components/ui/badge"
import type { TaskDetail } from "@/core/lists/task-detail"

/** The known answer of a gold task, for those who may see everything. */
export function KnownAnswer({ gold }: { gold: NonNullable<TaskDetail["gold"]> }) {
  return (
    <section aria-labelledby="known" className="panel panel-padded text-sm">
      <div className="flex flex-wrap items-center gap-2.5">
        <h2 id="known" className="text-base">
          Known answer
        </h2>
        {gold.retiredAt && <Badge>Retired</Badge>}
      </div>
      <p className="mt-1 font-medium">{toGoldAnswerText(gold)}</p>
      <p dir="auto" className="prose-measure mt-1 text-ink-2 wrap-anywhere whitespace-pre-wrap">
        {gold.reason}
      </p>
      {gold.retiredReason && <p className="mt-1 text-ink-2">Retired: {gold.retiredReason}</p>}
    </section>
  )
}
