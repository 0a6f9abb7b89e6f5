import { toFigure, toPercent } from "@/components/projects/figures"
import { Stat, StatRow } from "@/components/ui/stat"
import { TextLink } from "@/components/ui/text-link"
import type { GoldRow } from "@/core/lists/gold-row"

export function GoldSummary({ rows, settingsHref }: { rows: readonly GoldRow[]; settingsHref: string }) {
  const active = rows.filter((row) => row.retiredAt === null)
  const answered = rows.reduce((sum, row) => sum + row.answered, 0)
  const right = rows.reduce((sum, row) => sum + row.right, 0)
  return (
    <section aria-label="Gold at a glance" className="grid gap-3">
      <StatRow>
        <Stat label="In use" value={toFigure(active.length)} />
        <Stat label="Retired" value={toFigure(rows.length - active.length)} />
        <Stat label="Answers" value={toFigure(answered)} />
        <Stat label="Right" value={answered === 0 ? "–" : toPercent(right, answered)} />
      </StatRow>
      <p className="text-sm text-ink-2">
        How often they come is in the <TextLink href={settingsHref}>settings</TextLink>. One that people fail
        who are right elsewhere, or that becomes righter and quicker over time, retires by itself.
      </p>
    </section>
  )
}
