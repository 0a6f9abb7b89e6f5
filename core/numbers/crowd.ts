import { CELL_WIDTH, type NumbersInputs } from "@/core/numbers/inputs"
import { crowdBtSteps } from "@/stats/aggregation/crowd-bt"
import { dawidSkeneSteps } from "@/stats/aggregation/dawid-skene"
import type { Label, LabelTable } from "@/stats/aggregation/labels"
import { oneCoin } from "@/stats/aggregation/one-coin"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { createRng } from "@/stats/random"

/** Answers to pairs judged by several: 0 the first text, 1 a tie, 2 the second, in stored order. */
export interface CrowdLabels {
  readonly items: number
  readonly labels: readonly Label[]
}

/** What the answers of all say about each one's, without any gold. */
export interface CrowdReport {
  readonly items: number
  readonly labels: number
  /** Full confusion matrices from 30 answers a person on, one accuracy a person below. */
  readonly method: "dawid-skene" | "one-coin"
  /** Of Dawid-Skene's starts, those that ended at the best place. */
  readonly starts: number
  readonly reached: number
  /** Pairs whose answer is known with 90 % or more. */
  readonly settled: Outcome<number>
  readonly people: readonly CrowdPerson[]
  /** Best first, by Crowd-BT: votes weigh as their person is reliable. */
  readonly models: readonly { readonly model: string; readonly strength: number }[]
}

export interface CrowdPerson {
  readonly id: string
  readonly name: string
  /** Answers to pairs that several judged. */
  readonly labels: number
  /** How often this person gives the answer that the model takes for true. */
  readonly accuracy: Outcome<number>
  readonly votes: number
  /** Crowd-BT: 1 = always with the better model as fitted, ½ = a coin. */
  readonly reliability: Outcome<Interval>
}

/** Below this many labels a person in the middle a matrix of nine cells is more than the data can tell. */
const FULL_FROM = 30

/** @param pause called between the parts with the share that is done */
export async function computeCrowd(
  inputs: NumbersInputs,
  { items, labels }: CrowdLabels,
  pause: (done: number) => Promise<void> = async () => {},
): Promise<CrowdReport> {
  const { people, models } = inputs
  const given = people.map(() => 0)
  for (const { annotator } of labels) given[annotator] = (given[annotator] ?? 0) + 1
  const working = given.filter((n) => n > 0).toSorted((x, y) => x - y)
  const full = (working[Math.floor(working.length / 2)] ?? 0) >= FULL_FROM
  const table = { items, annotators: people.length, categories: 3, labels }
  let accuracies: Outcome<Float64Array> = notDefined("no-overlap")
  let posterior: Float64Array | null = null
  let [starts, reached] = [0, 0]
  if (labels.length > 0 && full) {
    const fit = await fitLabels(table, (share) => pause(0.5 * share))
    if (fit.defined) {
      ;({ posterior, starts, reached } = fit.value)
      const { confusion, marginals } = fit.value
      accuracies = defined(
        Float64Array.from(people, (_, j) =>
          [0, 1, 2].reduce(
            (sum, k) => sum + (marginals[k] as number) * (confusion[(j * 3 + k) * 3 + k] as number),
            0,
          ),
        ),
      )
    }
  } else if (labels.length > 0) {
    const fit = oneCoin(table)
    if (fit.defined) {
      posterior = fit.value.posterior
      accuracies = defined(fit.value.accuracies)
    }
  }
  await pause(0.6)
  const crowd = await fitCrowd(inputs, (share) => pause(0.6 + 0.35 * share))
  const met = new Set<number>()
  for (let at = 0; at < inputs.cells.length; at += CELL_WIDTH)
    met.add(inputs.cells[at + 1] as number).add(inputs.cells[at + 2] as number)
  return {
    items,
    labels: labels.length,
    method: full ? "dawid-skene" : "one-coin",
    starts,
    reached,
    settled: posterior ? defined(shareSettled(posterior, items)) : notDefined("no-overlap"),
    people: people
      .map((person, at): CrowdPerson => {
        const own = crowd.defined ? crowd.value.annotators[at] : undefined
        const n = given[at] ?? 0
        return {
          id: person.id,
          name: person.name,
          labels: n,
          accuracy:
            n === 0
              ? notDefined("no-overlap")
              : accuracies.defined
                ? defined(accuracies.value[at] as number)
                : accuracies,
          votes: own?.votes ?? 0,
          reliability:
            own && own.votes > 0
              ? defined({ estimate: own.reliability, low: own.low, high: own.high, level: 0.95 })
              : notDefined("no-data"),
        }
      })
      .filter((person) => person.votes > 0 || person.labels > 0)
      .toSorted((x, y) => y.votes - x.votes || (x.name < y.name ? -1 : 1)),
    models: crowd.defined
      ? models
          .map((model, at) => ({ model: model.name, strength: crowd.value.strengths[at] as number, at }))
          .filter(({ at }) => met.has(at))
          .toSorted((x, y) => y.strength - x.strength || (x.model < y.model ? -1 : 1))
          .map(({ model, strength }) => ({ model, strength }))
      : [],
  }
}

/** Starts after the first. */
const RESTARTS = 4

async function fitLabels(table: LabelTable, pause: (done: number) => Promise<void>) {
  const steps = dawidSkeneSteps(table, createRng(1), { restarts: RESTARTS, tolerance: 1e-5 })
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await pause(step.value / (RESTARTS + 1))
  }
}

/** Sweeps at most: each gains less than the one before. */
const SWEEPS = 150

async function fitCrowd(inputs: NumbersInputs, pause: (done: number) => Promise<void>) {
  const options = { tolerance: 1e-9, mostSweeps: SWEEPS }
  const steps = crowdBtSteps(inputs.models.length, inputs.people.length, toVotes(inputs), options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (step.value % 5 === 0) await pause(step.value / SWEEPS)
  }
}

/** Votes by person and pair of models: sides and lengths do not matter here. */
function toVotes({ cells, models }: NumbersInputs) {
  const votes = new Map<
    number,
    { annotator: number; first: number; second: number; wins: number; ties: number; losses: number }
  >()
  const n = models.length
  for (let at = 0; at < cells.length; at += CELL_WIDTH) {
    const of = (k: number) => cells[at + k] as number
    const [annotator, first, second] = [of(0), of(1), of(2)]
    if (first === second) continue
    const key = (annotator * n + first) * n + second
    let vote = votes.get(key)
    if (!vote) votes.set(key, (vote = { annotator, first, second, wins: 0, ties: 0, losses: 0 }))
    vote.wins += of(5)
    vote.ties += of(6)
    vote.losses += of(7)
  }
  // In one order, so that the same counts give the same digits.
  return [...votes].toSorted(([x], [y]) => x - y).map(([, vote]) => vote)
}

function shareSettled(posterior: Float64Array, items: number): number {
  let settled = 0
  for (let i = 0; i < items; i++) if (Math.max(...posterior.subarray(i * 3, i * 3 + 3)) >= 0.9) settled += 1
  return settled / Math.max(1, items)
}
