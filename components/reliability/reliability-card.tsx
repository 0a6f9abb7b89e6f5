import type { ReactNode } from "react"
import { plural, toDuration, toFigure } from "@/components/projects/figures"
import { IntervalBar } from "@/components/reliability/interval-bar"
import type { ReliabilityList, ReliabilityRow } from "@/core/reliability/reliability-row"
import type { Interval } from "@/stats/interval"
import { type Outcome, REASONS } from "@/stats/outcome"
import { FEW_PEOPLE } from "@/stats/reliability/person-figures"

/** Every figure of a person: with n, interval, what is usual here, and what it means. */
export function ReliabilityCard({
  person: { figures, pace },
  rates,
}: {
  person: ReliabilityRow
  rates: ReliabilityList["rates"]
}) {
  const { gold, agreement, consistency, left, longer } = figures
  const shrunk = gold.shrunk
  return (
    <section aria-labelledby="figures" className="panel">
      <h2 id="figures" className="px-5 pt-5 text-base sm:px-6 sm:pt-6">
        The figures
      </h2>
      <p className="px-5 pt-1 pb-2 text-sm text-ink-2 sm:px-6">
        The band is the 95 % interval, the tick what careful people of this project do.
      </p>
      <dl className="divide-y divide-line">
        <ShareRow name="Gold right" share={gold.interval} of={`${gold.hits} of ${gold.n}`} usual={rates.gold}>
          Answers to tasks whose right answer is known. Retired gold does not count.
          {gold.n > 0 &&
            ` In the light of everybody here: ${percent(shrunk.estimate)} (${percent(shrunk.low)} to ${percent(shrunk.high)}).`}
          {gold.n > 0 &&
            gold.group < FEW_PEOPLE &&
            ` Only ${plural(gold.group, "person has", "people have")} such answers, fewer than ${FEW_PEOPLE}: this second interval is too narrow.`}
        </ShareRow>
        <ShareRow
          name="Same answer as others"
          share={agreement}
          of={
            agreement.defined
              ? `${toFigure(agreement.value.agreeing)} of ${toFigure(agreement.value.pairs)} pairs, ${toFigure(agreement.value.items)} tasks`
              : ""
          }
          usual={rates.agreement}
        >
          Each answer beside every other person’s on the same task; the own vote is never on the other side.
          People may differ for good reasons: this is no grade.
        </ShareRow>
        <ShareRow
          name="Same answer when asked again"
          share={consistency.interval}
          of={`${consistency.hits} of ${consistency.n}`}
          usual={rates.consistency}
        >
          Hidden repeats, sides swapped.
        </ShareRow>
        <ShareRow name="Left taken" share={left.interval} of={`${left.hits} of ${left.n}`} usual={0.5}>
          Of all answers that took a side. Sides are drawn by lot, so about half is usual.
          {left.pValue.defined &&
            ` Chance alone gives as much with a probability ${left.pValue.value < 0.001 ? "" : "of "}${toChance(left.pValue.value)}.`}
        </ShareRow>
        <ShareRow
          name="Longer text taken"
          share={longer.interval}
          of={`${longer.hits} of ${longer.n}`}
          usual={rates.longer}
        >
          Of all answers that took a side where one text is at least a tenth longer.
        </ShareRow>
        <ShareRow
          name="Below the reading floor"
          share={pace.below.interval}
          of={`${pace.below.hits} of ${pace.below.n} timed`}
          usual={null}
        >
          Answered faster than 600 words a minute.{" "}
          {pace.medianSeconds !== null && `Median time ${toDuration(pace.medianSeconds)}. `}
          Never a ground by itself: people read at very different speeds.
        </ShareRow>
        <DriftRow drift={figures.drift} />
      </dl>
    </section>
  )
}

function ShareRow({
  name,
  share,
  of,
  usual,
  children,
}: {
  name: string
  share: Outcome<Pick<Interval, "estimate" | "low" | "high">>
  of: string
  usual: number | null
  children: ReactNode
}) {
  return (
    <div className="grid gap-x-6 gap-y-1 px-5 py-4 sm:grid-cols-[14rem_1fr] sm:px-6">
      <dt className="text-sm font-medium">{name}</dt>
      <dd className="min-w-0 text-sm">
        {share.defined ? (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="figures whitespace-nowrap">
              <span className="text-lg font-semibold">{percent(share.value.estimate)}</span>
              <span className="ms-2 text-ink-2">
                {percent(share.value.low)} to {percent(share.value.high)}
              </span>
            </span>
            <IntervalBar {...share.value} usual={usual} />
            <span className="figures flex flex-wrap gap-x-4 text-ink-3">
              <span>{of}</span>
              {usual !== null && <span>usual {percent(usual)}</span>}
            </span>
          </div>
        ) : (
          <p className="text-ink-3">{REASONS[share.reason]}</p>
        )}
        <p className="prose-measure mt-1 text-ink-2">{children}</p>
      </dd>
    </div>
  )
}

function DriftRow({ drift }: { drift: ReliabilityRow["figures"]["drift"] }) {
  return (
    <div className="grid gap-x-6 gap-y-1 px-5 py-4 sm:grid-cols-[14rem_1fr] sm:px-6">
      <dt className="text-sm font-medium">Over time</dt>
      <dd className="min-w-0 text-sm">
        {drift.defined ? (
          <p className="figures">
            {drift.blocks.map((block) => (block.n === 0 ? "–" : percent(block.hits / block.n))).join(" → ")}
            <span className="ms-3 text-ink-3">trend: p {toChance(drift.value.pValue)}</span>
          </p>
        ) : (
          <p className="text-ink-3">{REASONS[drift.reason]}</p>
        )}
        <p className="prose-measure mt-1 text-ink-2">
          Right on gold, or with the majority of the others, per block of 50 answers. Harder tasks lower it
          too.
        </p>
      </dd>
    </div>
  )
}

/** Never a chance of nothing. */
function toChance(p: number): string {
  return p < 0.001 ? "below 0.001" : p.toFixed(3)
}

function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`
}
