import { toFigure } from "@/components/projects/figures"
import type { Share } from "@/stats/reliability/person-figures"

/** A share as a table shows it: percent, its interval and n, or a dash where there is nothing yet. */
export function ShareFigure({ share }: { share: Share }) {
  if (!share.interval.defined) return <span className="text-ink-3">–</span>
  const { estimate, low, high } = share.interval.value
  return <Figure estimate={estimate} low={low} high={high} n={toFigure(share.n)} />
}

export function Figure({
  estimate,
  low,
  high,
  n,
}: {
  estimate: number
  low: number
  high: number
  n: string
}) {
  return (
    <span className="figures whitespace-nowrap">
      {Math.round(100 * estimate)} %
      <span className="block text-xs text-ink-3">
        {Math.round(100 * low)}–{Math.round(100 * high)} · n {n}
      </span>
    </span>
  )
}
