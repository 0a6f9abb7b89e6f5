import { maximise } from "@/stats/linear/maximise"
import { defined, notDefined, type Outcome } from "@/stats/outcome"

/**
 * Crowd-BT: strengths of models together with the reliability η of every annotator.
 *
 * Formula: P(k says i over j) = η_k p_ij + (1 − η_k)(1 − p_ij), p_ij = σ(λ_i − λ_j); η 1 is perfect, ½ a coin, below ½
 * an adversary. Penalty: weight · Σ [log σ(λ_i) + log σ(−λ_i)] (a virtual model of strength 0) and a Beta(a, b) prior on
 * η. EM from η = 0.88: honest share g = η p/(η p + (1 − η)(1 − p)), η = (Σ g + a − 1)/(n + a + b − 2), then strengths
 * from the expected wins. A tie counts half each way.
 * The likelihood is the same for (λ, η) and (−λ, 1 − η); the start and the prior choose the side on which most
 * annotators are honest. Check it against gold, and never pay or exclude on η alone: it also absorbs minority taste.
 * Reference: Chen, Bennett, Collins-Thompson and Horvitz 2013 (WSDM).
 * Edge cases: no decisive vote and no tie is undefined; an annotator without votes has the mode of the prior. The
 * interval is that of η given the strengths.
 * Worked example: see the test, where a planted adversary is found and no nearby parameters do better.
 */
export interface AnnotatorVote {
  readonly annotator: number
  readonly first: number
  readonly second: number
  readonly wins: number
  readonly ties?: number
  readonly losses: number
}

export interface CrowdBtOptions {
  /** Beta prior on η. */
  readonly prior?: readonly [number, number]
  /** Weight of the virtual model. */
  readonly weight?: number
  readonly level?: number
  /** Stops where the objective gains less than this share of itself, or after so many sweeps. */
  readonly tolerance?: number
  readonly mostSweeps?: number
}

export interface CrowdBtFit {
  readonly strengths: Float64Array
  readonly annotators: readonly {
    readonly reliability: number
    readonly low: number
    readonly high: number
    readonly votes: number
  }[]
  readonly objective: number
  readonly sweeps: number
}

interface Cell {
  readonly annotator: number
  readonly first: number
  readonly second: number
  readonly wins: number
  readonly losses: number
}

export function crowdBt(
  models: number,
  annotators: number,
  votes: readonly AnnotatorVote[],
  options: CrowdBtOptions = {},
): Outcome<CrowdBtFit> {
  const steps = crowdBtSteps(models, annotators, votes, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same sweep by sweep, so that a program with other things to do can do them in between. */
export function* crowdBtSteps(
  models: number,
  annotators: number,
  votes: readonly AnnotatorVote[],
  { prior = [8, 2], weight = 0.5, level = 0.95, tolerance = 1e-11, mostSweeps = 5000 }: CrowdBtOptions = {},
): Generator<number, Outcome<CrowdBtFit>> {
  const cells = collect(models, annotators, votes)
  if (cells.length === 0) return notDefined("no-data")
  if (models < 2) return notDefined("one-model")
  const [a, b] = prior
  const eta = new Float64Array(annotators).fill(0.88)
  const strengths = new Float64Array(models)
  const honest = new Float64Array(cells.length * 2)
  const votesOf = new Float64Array(annotators)
  for (const { annotator, wins, losses } of cells)
    votesOf[annotator] = (votesOf[annotator] as number) + wins + losses
  let objective = Number.NEGATIVE_INFINITY
  let sweeps = 0
  for (sweeps = 1; sweeps <= mostSweeps; sweeps++) {
    const sums = new Float64Array(annotators)
    cells.forEach(({ annotator, first, second, wins, losses }, c) => {
      const p = sigmoid((strengths[first] as number) - (strengths[second] as number))
      const h = eta[annotator] as number
      const onWin = (h * p) / (h * p + (1 - h) * (1 - p))
      const onLoss = (h * (1 - p)) / (h * (1 - p) + (1 - h) * p)
      honest[2 * c] = onWin
      honest[2 * c + 1] = onLoss
      sums[annotator] = (sums[annotator] as number) + wins * onWin + losses * onLoss
    })
    for (let k = 0; k < annotators; k++) {
      eta[k] = ((sums[k] as number) + a - 1) / ((votesOf[k] as number) + a + b - 2)
    }
    const solved = fitStrengths(cells, honest, weight, strengths)
    if (!solved.defined) return solved
    const before = objective
    objective = objectiveOf(cells, strengths, eta, prior, weight)
    if (objective - before < tolerance * Math.max(1, Math.abs(objective))) break
    yield sweeps
  }
  const own: Cell[][] = Array.from({ length: annotators }, () => [])
  for (const cell of cells) own[cell.annotator]?.push(cell)
  return defined({
    strengths,
    annotators: own.map((mine, k) => ({
      reliability: eta[k] as number,
      ...reliabilityInterval(mine, strengths, prior, level),
      votes: votesOf[k] as number,
    })),
    objective,
    sweeps,
  })
}

function collect(models: number, annotators: number, votes: readonly AnnotatorVote[]): Cell[] {
  const cells = new Map<
    string,
    { annotator: number; first: number; second: number; wins: number; losses: number }
  >()
  for (const { annotator, first, second, wins, ties = 0, losses } of votes) {
    const inside = first >= 0 && first < models && second >= 0 && second < models && first !== second
    if (!inside || !(annotator >= 0 && annotator < annotators)) {
      throw new RangeError(`Vote (${annotator}, ${first}, ${second}) lies outside the table.`)
    }
    if (wins + ties + losses === 0) continue
    const swap = first > second
    const [i, j] = swap ? [second, first] : [first, second]
    const key = `${annotator} ${i} ${j}`
    const cell = cells.get(key) ?? { annotator, first: i, second: j, wins: 0, losses: 0 }
    cell.wins += (swap ? losses : wins) + ties / 2
    cell.losses += (swap ? wins : losses) + ties / 2
    cells.set(key, cell)
  }
  return [...cells.values()]
}

/** The M-step of the strengths: Bradley-Terry on expected wins, with the virtual model. */
function fitStrengths(cells: readonly Cell[], honest: Float64Array, weight: number, strengths: Float64Array) {
  const size = strengths.length
  // The strengths see only what all annotators together make of a pair.
  const pairs = new Map<number, { first: number; second: number; won: number; lost: number }>()
  cells.forEach(({ first, second, wins, losses }, c) => {
    const winsFor = wins * (honest[2 * c] as number) + losses * (1 - (honest[2 * c + 1] as number))
    const key = first * size + second
    const known = pairs.get(key)
    if (known) {
      known.won += winsFor
      known.lost += wins + losses - winsFor
    } else pairs.set(key, { first, second, won: winsFor, lost: wins + losses - winsFor })
  })
  const expected = [...pairs.values()]
  return maximise(
    {
      size,
      bounded: size,
      value: (x) => {
        let sum = 0
        for (const { first, second, won, lost } of expected) {
          const delta = (x[first] as number) - (x[second] as number)
          sum += won * logSigmoid(delta) + lost * logSigmoid(-delta)
        }
        for (const value of x) sum += weight * (logSigmoid(value) + logSigmoid(-value))
        return sum
      },
      derivatives: (x, gradient, information) => {
        for (const { first: i, second: j, won, lost } of expected) {
          const p = sigmoid((x[i] as number) - (x[j] as number))
          const g = won - (won + lost) * p
          const v = (won + lost) * p * (1 - p)
          gradient[i] = (gradient[i] as number) + g
          gradient[j] = (gradient[j] as number) - g
          information[i * size + i] = (information[i * size + i] as number) + v
          information[j * size + j] = (information[j * size + j] as number) + v
          information[j * size + i] = (information[j * size + i] as number) - v
        }
        for (let i = 0; i < size; i++) {
          const p = sigmoid(x[i] as number)
          gradient[i] = (gradient[i] as number) + weight * (1 - 2 * p)
          information[i * size + i] = (information[i * size + i] as number) + 2 * weight * p * (1 - p)
        }
      },
    },
    strengths,
  )
}

/** Penalised log-likelihood of the whole model. */
function objectiveOf(
  cells: readonly Cell[],
  strengths: Float64Array,
  eta: Float64Array,
  [a, b]: readonly [number, number],
  weight: number,
): number {
  let sum = 0
  for (const { annotator, first, second, wins, losses } of cells) {
    const p = sigmoid((strengths[first] as number) - (strengths[second] as number))
    const h = eta[annotator] as number
    sum += wins * Math.log(h * p + (1 - h) * (1 - p)) + losses * Math.log(h * (1 - p) + (1 - h) * p)
  }
  for (const h of eta) sum += (a - 1) * Math.log(h) + (b - 1) * Math.log(1 - h)
  for (const value of strengths) sum += weight * (logSigmoid(value) + logSigmoid(-value))
  return sum
}

/** Equal-tailed interval of η given the strengths, from its posterior on a grid of 1,000 points. */
function reliabilityInterval(
  mine: readonly Cell[],
  strengths: Float64Array,
  [a, b]: readonly [number, number],
  level: number,
): { low: number; high: number } {
  const points = 1000
  const logs = new Float64Array(points)
  for (let g = 0; g < points; g++) {
    const h = (g + 0.5) / points
    let sum = (a - 1) * Math.log(h) + (b - 1) * Math.log(1 - h)
    for (const { first, second, wins, losses } of mine) {
      const p = sigmoid((strengths[first] as number) - (strengths[second] as number))
      sum += wins * Math.log(h * p + (1 - h) * (1 - p)) + losses * Math.log(h * (1 - p) + (1 - h) * p)
    }
    logs[g] = sum
  }
  const most = logs.reduce((x, y) => Math.max(x, y))
  const weights = logs.map((value) => Math.exp(value - most))
  const total = weights.reduce((x, y) => x + y, 0)
  const tail = (1 - level) / 2
  const quantileAt = (p: number) => {
    let left = p * total
    for (let g = 0; g < points; g++) {
      const own = weights[g] as number
      if (left <= own) return (g + left / own) / points
      left -= own
    }
    return 1
  }
  return { low: quantileAt(tail), high: quantileAt(1 - tail) }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

function logSigmoid(x: number): number {
  return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x))
}
