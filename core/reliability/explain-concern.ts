import type { ReliabilityFlag, ReliabilityPace } from "@/core/reliability/reliability-row"
import { type Habit, habits } from "@/stats/reliability/carelessness"
import type { CrowdRates } from "@/stats/reliability/expected-answers"
import type { PersonAssessment } from "@/stats/reliability/flag-people"
import type { PersonFigures, Share } from "@/stats/reliability/person-figures"

/** From this e-value on a habit is named among the reasons. */
const NAMED_FROM = 20

/**
 * The flags of a person in words, each with the figures behind it; none where nothing is to be said.
 * The strongest habit is always among them where the person is flagged as a whole.
 */
export function explainConcern(
  { concern, byHabit }: PersonAssessment,
  figures: PersonFigures,
  rates: CrowdRates,
): ReliabilityFlag[] {
  if (concern === "none") return []
  const order = habits.toSorted((a, b) => byHabit[b].evidence - byHabit[a].evidence)
  return order
    .filter((habit, place) => place === 0 || byHabit[habit].evidence >= NAMED_FROM)
    .map((habit) => ({
      habit,
      title: titleOf(habit, byHabit[habit].share),
      figures: figuresOf[habit](figures, rates),
    }))
}

function titleOf(habit: Habit, share: number): string {
  const part = `about ${percent(share)} of the tasks`
  if (habit === "chance") return `The answers look like chance in ${part}.`
  if (habit === "side") return `The left answer seems to be taken without regard to the texts in ${part}.`
  return `The longer text seems to be taken without regard to what it says in ${part}.`
}

type Describe = (figures: PersonFigures, rates: CrowdRates) => string[]

const figuresOf: Readonly<Record<Habit, Describe>> = {
  chance: ({ gold, agreement, consistency }, rates) => [
    ...(gold.n > 0 ? [`Gold right: ${toShareText(gold)}; careful people here: ${percent(rates.gold)}.`] : []),
    ...(agreement.defined
      ? [
          `Same answer as others: ${agreement.value.agreeing} of ${agreement.value.pairs} pairs (${percent(agreement.value.estimate)}, 95\u00a0% interval ${percent(agreement.value.low)} to ${percent(agreement.value.high)}); careful people here: ${percent(rates.agreement)}.`,
        ]
      : []),
    ...(consistency.n > 0
      ? [
          `Same answer when asked again: ${toShareText(consistency)}; careful people here: ${percent(rates.consistency)}.`,
        ]
      : []),
  ],
  side: ({ left }) => [`Left taken: ${toShareText(left)}. Sides are drawn by lot, so about half is usual.`],
  length: ({ longer }, rates) => [
    `Longer text taken: ${toShareText(longer)}; careful people here: ${percent(rates.longer)}.`,
  ],
}

/** Things worth knowing that are no ground for anything by themselves. */
export function toNotes(figures: PersonFigures, pace: ReliabilityPace): string[] {
  const notes: string[] = []
  const { below } = pace
  if (below.n >= 10 && below.hits / below.n > 0.5) {
    notes.push(
      `Answered below the reading floor: ${toShareText(below)}. People read at very different speeds; this alone says nothing.`,
    )
  }
  const { drift } = figures
  if (drift.defined && drift.value.pValue < 0.01 && drift.value.slope < 0) {
    const [first, last] = [drift.blocks[0], drift.blocks.at(-1)]
    if (first && last) {
      notes.push(
        `Right, or with the majority: ${first.hits} of ${first.n} in the first 50 answers, ${last.hits} of ${last.n} in the latest block (trend p = ${drift.value.pValue.toFixed(4)}). The tasks may have become harder.`,
      )
    }
  }
  return notes
}

/** `6 of 12 (50 %, 95\u00a0% interval 25 % to 75 %)`. */
export function toShareText({ hits, n, interval }: Share): string {
  if (!interval.defined) return `${hits} of ${n}`
  const { low, high } = interval.value
  return `${hits} of ${n} (${percent(hits / n)}, 95\u00a0% interval ${percent(low)} to ${percent(high)})`
}

/**
 * What an e-value says in plain words: careful work would ever show as much with probability at most
 * 1/e. Example: 1234 → "at most 1 in 1,200".
 */
export function toRarity(evidence: number): string {
  const odds = Math.min(evidence, 1_000_000)
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(odds)) - 1)
  const most = (Math.floor(odds / digits) * digits).toLocaleString("en")
  return evidence > 1_000_000 ? "less than 1 in 1,000,000" : `at most 1 in ${most}`
}

function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`
}
