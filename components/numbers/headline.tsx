import type { ReactNode } from "react"
import { NO_INTERVAL, percent, percentRange, range } from "@/components/numbers/format"
import { plural } from "@/components/projects/figures"
import { Stat, StatRow } from "@/components/ui/stat"
import type { NumbersReport, Share } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

/** The five figures that are asked for first. */
export function Headline({
  report,
  done,
  more,
}: {
  report: NumbersReport
  done: { counted: number; wanted: number }
  /** The way to all figures, where this stands alone. */
  more?: ReactNode
}) {
  const { agreement, shares, position } = report
  return (
    <section aria-label="At a glance" className="panel panel-padded">
      <StatRow>
        <Stat
          label="Progress"
          value={done.wanted === 0 ? "–" : percent(done.counted / done.wanted, 0)}
          n={`${done.counted.toLocaleString("en")} of ${done.wanted.toLocaleString("en")} judgments`}
        />
        <Stat
          label="Agreement"
          {...(agreement.raw.defined
            ? { value: percent(agreement.raw.value.estimate), interval: percentRange(agreement.raw.value) }
            : missing(REASONS[agreement.raw.reason]))}
          n={plural(agreement.pairs, "pair of answers", "pairs of answers")}
        />
        <Stat
          label="Alpha"
          {...(agreement.alpha.defined
            ? {
                value: agreement.alpha.value.value.toFixed(2),
                ...(agreement.alpha.value.interval.defined && {
                  interval: range(agreement.alpha.value.interval.value),
                }),
              }
            : missing(REASONS[agreement.alpha.reason]))}
          n={`${agreement.units.toLocaleString("en")} judged twice`}
        />
        <ShareStat label="Ties" share={shares.tie} />
        <ShareStat label="Chose left" share={position.share} />
      </StatRow>
      {more && <p className="mt-4 text-sm">{more}</p>}
    </section>
  )
}

function ShareStat({ label, share }: { label: string; share: Share }) {
  return (
    <Stat
      label={label}
      {...(share.defined
        ? { value: percent(share.value.estimate), interval: percentRange(share.value) }
        : share.n > 0
          ? { value: percent(share.part / share.n), note: NO_INTERVAL }
          : missing(REASONS[share.reason]))}
      n={share.n}
    />
  )
}

function missing(reason: string) {
  return { value: "–", note: reason }
}
