/**
 * stats/ against R on seeded random data: the greatest difference of each method, relative above 1. The fixtures in
 * stats/fixtures are single data sets that the tests compare with; this draws new ones, as many as one likes.
 *
 *     npx tsx bench/reference.ts [data sets of each method = 20] [seed = 1]
 *
 * Needs Rscript with jsonlite, sandwich, qvcalc, VGAM, vcd and survival (Debian: r-cran-…). Not part of npm test.
 * Exits 1 where a method differs by more than what docs/statistics.md says.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { crowdBt } from "@/stats/aggregation/crowd-bt"
import { dawidSkene } from "@/stats/aggregation/dawid-skene"
import { oneCoin } from "@/stats/aggregation/one-coin"
import { cohenKappa } from "@/stats/agreement/cohen-kappa"
import { fleissKappa } from "@/stats/agreement/fleiss-kappa"
import { gwetAc } from "@/stats/agreement/gwet-ac"
import { kendallTauB } from "@/stats/agreement/kendall-tau"
import { kendallU } from "@/stats/agreement/kendall-u"
import { kendallW } from "@/stats/agreement/kendall-w"
import { krippendorffAlpha } from "@/stats/agreement/krippendorff-alpha"
import { pairwiseAgreement } from "@/stats/agreement/pairwise-agreement"
import { goldAccuracy } from "@/stats/audit/gold-accuracy"
import { adjustBenjaminiHochberg } from "@/stats/claims/benjamini-hochberg"
import { cochranArmitageTest } from "@/stats/claims/cochran-armitage"
import { exactBinomialTest } from "@/stats/claims/exact-binomial"
import { adjustHolm } from "@/stats/claims/holm"
import { mcnemarTest } from "@/stats/claims/mcnemar"
import { powerTwoShares } from "@/stats/claims/sample-size"
import { clopperPearsonInterval } from "@/stats/intervals/clopper-pearson"
import { jeffreysInterval } from "@/stats/intervals/jeffreys"
import { wilsonInterval } from "@/stats/intervals/wilson"
import { winRate } from "@/stats/intervals/win-rate"
import { requireDefined } from "@/stats/outcome"
import { createRng, drawIndex, drawNormal } from "@/stats/random"
import { kemenyOrder } from "@/stats/ranking/kemeny"
import { fitPlackettLuce } from "@/stats/ranking/plackett-luce"
import { toMargins } from "@/stats/ranking/ranked-pairs"
import { fitBradleyTerry, type TieModel } from "@/stats/rating/bradley-terry"
import { circularTriads } from "@/stats/rating/circular-triads"
import { collectCounts } from "@/stats/rating/comparisons"
import { clusteredCovariance, modelCovariance } from "@/stats/rating/covariance"
import { eloRatings } from "@/stats/rating/elo"
import { quasiVariances } from "@/stats/rating/quasi-variances"
import { strengthIntervals, termInterval } from "@/stats/rating/strength-intervals"
import { logEValue } from "@/stats/sequential/e-value"
import { expectedInformationGain } from "@/stats/sequential/expected-information-gain"
import { corpusBleu } from "@/stats/text/bleu"
import { rougeL, rougeN } from "@/stats/text/rouge"

type Case = Readonly<Record<string, unknown>>
type Method = {
  readonly name: string
  readonly key: string
  /** What docs/statistics.md says. */
  readonly within: number
  readonly draw: () => { readonly given: Case; readonly own: readonly number[] }
}

const sets = Number(process.argv[2] ?? 20)
const rng = createRng(Number(process.argv[3] ?? 1))
const whole = (low: number, high: number) => low + drawIndex(rng, high - low + 1)
const list = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i))
const ends = ({ low, high }: { low: number; high: number }) => [low, high]

function drawLines(models: number) {
  const strengths = list(models, () => 0.7 * drawNormal(rng))
  return list(whole(10, 20), (cluster) => cluster).flatMap((cluster) =>
    list(models, (i) => i).flatMap((first) =>
      list(models - 1 - first, (k) => first + 1 + k).flatMap((second) =>
        ([1, -1] as const).map((side) => {
          const z = whole(-2, 2) / 4
          const half = ((strengths[first] ?? 0) - (strengths[second] ?? 0) + 0.3 * side + 0.6 * z) / 2
          const shares = [Math.exp(half), 0.6, Math.exp(-half)] as const
          const counts = [0, 0, 0]
          for (let vote = whole(1, 4); vote > 0; vote--) {
            const u = rng() * (shares[0] + shares[1] + shares[2])
            const outcome = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2
            counts[outcome] = (counts[outcome] ?? 0) + 1
          }
          return { first, second, side, z, cluster, w: counts[0] ?? 0, t: counts[1] ?? 0, l: counts[2] ?? 0 }
        }),
      ),
    ),
  )
}

function columns(rows: readonly Readonly<Record<string, number>>[]) {
  return Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, rows.map((row) => row[key] ?? 0)]))
}

function rating(ties: TieModel) {
  const models = whole(3, 6)
  const lines = drawLines(models)
  const table = collectCounts(
    models,
    lines.map(({ w, t, l, z, ...line }) => ({ ...line, covariates: [z], wins: w, ties: t, losses: l })),
  )
  const fit = requireDefined(
    fitBradleyTerry(table, { ties, penalty: { kind: "none" }, side: true, covariateSd: null }),
  )
  const terms = [fit.layout.side ?? -1, fit.layout.covariates]
  const errors = (["model", "clustered"] as const).flatMap((kind) => {
    const covariance =
      kind === "model" ? modelCovariance(fit) : requireDefined(clusteredCovariance(fit, table))
    return [
      ...strengthIntervals(fit, covariance).map((one) => one.standardError),
      ...terms.map((place) => termInterval(fit, covariance, place).standardError),
    ]
  })
  const own = [...fit.strengths, fit.side ?? 0, fit.covariates[0] ?? 0]
  return {
    given: { models, ties, lines: columns(lines) },
    own:
      ties === "rao-kupper"
        ? [...own, fit.tie ?? 0]
        : [...own, ...errors, ...(ties === "half" ? [] : [fit.tie ?? 0])],
  }
}

function labels() {
  const [items, annotators, categories] = [whole(20, 40), whole(4, 7), 3]
  const table = list(items, (item) => {
    const truth = drawIndex(rng, categories)
    return list(annotators, (annotator) => annotator)
      .filter(() => rng() < 0.8)
      .concat(item % annotators)
      .map((annotator) => ({
        item,
        annotator,
        category: rng() < 0.75 ? truth : drawIndex(rng, categories),
      }))
  }).flat()
  return {
    given: { items, annotators, categories, labels: columns(table) },
    table: { items, annotators, categories, labels: table },
  }
}

const word = () => ["the", "a", "cat", "dog", "sat", "ran", "on", "mat"][drawIndex(rng, 8)] ?? "x"
const sentence = () => list(whole(3, 12), word).join(" ")
const counts = (q: number) => list(whole(15, 40), () => list(q, () => (rng() < 0.5 ? 0 : whole(0, 3))))
const kinds = ["identity", "linear", "quadratic"] as const

const methods: readonly Method[] = [
  ...(["davidson", "half", "rao-kupper"] as const).map((ties) => ({
    name: `Bradley-Terry, ${ties}: strengths, side, covariate${ties === "rao-kupper" ? "" : ", model and clustered errors"}`,
    key: "rating",
    within: 1e-6,
    draw: () => rating(ties),
  })),
  {
    name: "Plackett-Luce, partial rankings: strengths, errors",
    key: "luce",
    within: 1e-6,
    draw: () => {
      const models = whole(3, 6)
      const rankings = list(whole(60, 90), () => {
        const left = list(models, (i) => i)
        return list(whole(2, models), () => left.splice(drawIndex(rng, left.length), 1)[0] ?? 0)
      })
      const fit = requireDefined(
        fitPlackettLuce(
          models,
          rankings.map((order) => ({ groups: order.map((one) => [one]) })),
          { sd: null },
        ),
      )
      return {
        given: { models, rankings },
        own: [...fit.strengths, ...strengthIntervals(fit, fit.covariance).map((one) => one.standardError)],
      }
    },
  },
  {
    name: "quasi-variances",
    key: "qv",
    within: 1e-6,
    draw: () => {
      const n = whole(3, 7)
      const factor = list(n, () => list(n, () => drawNormal(rng)))
      const V = list(n, (i) =>
        list(
          n,
          (j) => factor.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), i === j ? 0.5 * n : 0) / n,
        ),
      )
      const matrix = Float64Array.from(V.flat())
      const covariance = { kind: "model", models: n, size: n, matrix, degreesOfFreedom: null } as const
      return { given: { V }, own: requireDefined(quasiVariances(covariance)).values }
    },
  },
  {
    name: "Cohen's kappa, plain, linear, quadratic, with error",
    key: "kappa",
    within: 1e-10,
    draw: () => {
      const q = whole(3, 5)
      const table = list(q, (i) => list(q, (j) => whole(0, 6) + (i === j ? whole(4, 14) : 0)))
      return {
        given: { table },
        own: kinds.flatMap((kind) => {
          const { value, interval } = requireDefined(cohenKappa(table, kind))
          return [value, requireDefined(interval).standardError]
        }),
      }
    },
  },
  ...(["fleiss", "gwet"] as const).map((key) => ({
    name: `${key === "fleiss" ? "Fleiss' kappa" : "Gwet's AC1 and AC2"}, any number of ratings, weights, with error`,
    key,
    within: 1e-6,
    draw: () => {
      const rows = counts(whole(2, 4)).filter((row) => row.reduce((sum, count) => sum + count, 0) >= 2)
      const kind = kinds[drawIndex(rng, 3)] ?? "identity"
      const { value, interval } = requireDefined((key === "fleiss" ? fleissKappa : gwetAc)(rows, kind))
      return {
        given: { counts: rows, weights: kind },
        own: [value, requireDefined(interval).standardError],
      }
    },
  })),
  {
    name: "Krippendorff's alpha, four levels, missing data",
    key: "alpha",
    within: 1e-10,
    draw: () => {
      const units = list(whole(10, 25), () => list(whole(0, 5), () => whole(1, 5)))
      return {
        given: { units },
        own: (["nominal", "ordinal", "interval", "ratio"] as const).map(
          (level) => requireDefined(krippendorffAlpha(units, level)).value,
        ),
      }
    },
  },
  {
    name: "pairwise agreement, micro and macro, item-clustered error",
    key: "agree",
    within: 1e-10,
    draw: () => {
      const units = list(whole(20, 60), () => list(whole(0, 5), () => whole(0, 2)))
      const [micro, macro] = (["micro", "macro"] as const).map((kind) =>
        requireDefined(pairwiseAgreement(units, kind)),
      )
      return {
        given: { units },
        own: [micro, macro].flatMap((one) => (one ? [one.estimate, one.standardError] : [])),
      }
    },
  },
  {
    name: "Kendall's W, tau-b and u",
    key: "kendall",
    within: 1e-10,
    draw: () => {
      const n = whole(5, 8)
      const scores = list(whole(3, 7), () => list(n, (i) => i + whole(0, 6)))
      const judges = whole(3, 9)
      const wins = list(n, () => list(n, () => 0))
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) {
          const own = whole(0, judges)
          ;(wins[i] as number[])[j] = own
          ;(wins[j] as number[])[i] = judges - own
        }
      const w = requireDefined(kendallW(scores))
      return {
        given: { scores, wins },
        own: [
          w.value,
          w.pValue,
          requireDefined(kendallTauB(scores[0] ?? [], scores[1] ?? [])),
          requireDefined(kendallU(wins)).value,
        ],
      }
    },
  },
  {
    name: "Wilson, Clopper-Pearson, Jeffreys, exact binomial, gold posterior",
    key: "share",
    within: 1e-9,
    draw: () => {
      const n = whole(1, 2000)
      const x = whole(0, n)
      const gold = goldAccuracy(x, n, 0.6)
      return {
        given: { x, n },
        own: [
          ...[wilsonInterval, clopperPearsonInterval, jeffreysInterval].flatMap((of) =>
            ends(requireDefined(of(x, n))),
          ),
          requireDefined(exactBinomialTest(x, n)),
          requireDefined(exactBinomialTest(x, n, 0.3)),
          ...ends(gold),
          gold.below,
        ],
      }
    },
  },
  {
    name: "win rate with ties",
    key: "tango",
    within: 1e-6,
    draw: () => {
      const [w, t, l] = [whole(1, 60), whole(1, 60), whole(1, 60)]
      return { given: { w, t, l }, own: ends(requireDefined(winRate(w, t, l))) }
    },
  },
  {
    name: "e-value (logarithm), expected information gain",
    key: "sequential",
    within: 1e-6,
    draw: () => {
      const n = whole(2, 300)
      const [x, p0, mu, v] = [whole(1, n - 1), 0.1 + 0.8 * rng(), 4 * rng() - 2, 0.02 + rng()]
      return { given: { n, x, p0, mu, v }, own: [logEValue(x, n, p0), expectedInformationGain(mu, v)] }
    },
  },
  {
    name: "Cochran-Armitage, McNemar, Benjamini-Hochberg, Holm",
    key: "trend",
    within: 1e-9,
    draw: () => {
      const n = list(whole(3, 9), () => whole(20, 60))
      const x = n.map((size) => whole(1, size - 1))
      const p = list(whole(2, 30), () => rng() ** 3)
      const [b, c] = [whole(1, 40), whole(1, 40)]
      const trend = requireDefined(cochranArmitageTest(x, n))
      const test = requireDefined(mcnemarTest(b, c))
      return {
        given: { x, n, p, b, c },
        own: [
          trend.chiSquared,
          trend.pValue,
          test.chiSquared,
          test.pValue,
          test.correctedPValue,
          test.exactPValue,
          ...adjustBenjaminiHochberg(p),
          ...adjustHolm(p),
        ],
      }
    },
  },
  {
    name: "power of two shares",
    key: "power",
    within: 1e-6,
    draw: () => {
      const [p1, p2, n] = [0.3 + 0.2 * rng(), 0.55 + 0.2 * rng(), whole(20, 400)]
      return { given: { p1, p2, n }, own: [powerTwoShares(n, p1, p2)] }
    },
  },
  {
    name: "Dawid-Skene, smoothed, first start: likelihood, marginals, posterior",
    key: "skene",
    within: 1e-4,
    draw: () => {
      const { given, table } = labels()
      const fit = requireDefined(
        dawidSkene(table, createRng(1), { smoothing: 0.5, diagonal: 1, restarts: 0, tolerance: 1e-14 }),
      )
      return { given, own: [fit.logLikelihood, ...fit.marginals, ...fit.posterior] }
    },
  },
  {
    name: "one accuracy a person: marginals, accuracies",
    key: "coin",
    within: 1e-4,
    draw: () => {
      const { given, table } = labels()
      const fit = requireDefined(oneCoin(table, { tolerance: 1e-15 }))
      return { given, own: [...fit.marginals, ...fit.accuracies] }
    },
  },
  {
    name: "Crowd-BT: highest objective",
    key: "crowd",
    within: 1e-6,
    draw: () => {
      const [models, annotators] = [whole(3, 5), whole(3, 6)]
      const votes = list(annotators, (annotator) => annotator).flatMap((annotator) =>
        list(whole(20, 40), () => {
          const first = drawIndex(rng, models)
          const second = (first + 1 + drawIndex(rng, models - 1)) % models
          const won = rng() < (first < second ? 0.75 : 0.25)
          return { annotator, first, second, wins: won ? 1 : 0, losses: won ? 0 : 1 }
        }),
      )
      const fit = requireDefined(crowdBt(models, annotators, votes, { tolerance: 1e-14, mostSweeps: 50_000 }))
      return { given: { models, annotators, weight: 0.5, votes: columns(votes) }, own: [fit.objective] }
    },
  },
  {
    name: "Kemeny's best score, circular triads: all orders, all triples",
    key: "brute",
    within: 1e-12,
    draw: () => {
      const n = whole(4, 6)
      const ballots = list(whole(3, 7), () => {
        const left = list(n, (i) => i)
        return { groups: list(n, () => [left.splice(drawIndex(rng, left.length), 1)[0] ?? 0]) }
      })
      const tournament = list(n, () => list(n, () => 0))
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) {
          if (rng() < 0.5) (tournament[i] as number[])[j] = 1
          else (tournament[j] as number[])[i] = 1
        }
      return {
        given: { margins: toMargins(n, ballots), tournament },
        own: [
          requireDefined(kemenyOrder(n, ballots)).score,
          requireDefined(circularTriads(tournament)).triads,
        ],
      }
    },
  },
  {
    name: "Elo",
    key: "elo",
    within: 1e-10,
    draw: () => {
      const models = whole(2, 6)
      const votes = list(whole(5, 80), () => {
        const first = drawIndex(rng, models)
        return { first, second: (first + 1 + drawIndex(rng, models - 1)) % models, score: whole(0, 2) / 2 }
      })
      return { given: { models, votes: columns(votes) }, own: [...eloRatings(models, votes)] }
    },
  },
  {
    name: "BLEU of words (corpus, references, smoothing exp)",
    key: "bleu",
    within: 1e-9,
    draw: () => {
      const segments = list(whole(2, 6), () => ({
        output: `${sentence()} the cat`,
        references: list(whole(1, 3), () => `${sentence()} the cat`),
      }))
      return { given: { segments }, own: [requireDefined(corpusBleu(segments)).score] }
    },
  },
  {
    name: "ROUGE-1, -2, -L of words",
    key: "rouge",
    within: 1e-10,
    draw: () => {
      const [reference, prediction] = [sentence(), sentence()]
      return {
        given: { reference, prediction },
        own: [
          rougeN(reference, prediction, 1).f,
          rougeN(reference, prediction, 2).f,
          rougeL(reference, prediction).f,
        ],
      }
    },
  },
]

const drawn = methods.map((method) => ({ ...method, cases: list(sets, () => method.draw()) }))
const place = mkdtempSync(join(tmpdir(), "diptych-reference-"))
const [from, to] = [join(place, "cases.json"), join(place, "answers.json")]
const keys = [...new Set(methods.map((method) => method.key))]
const asked = Object.fromEntries(
  keys.map((key) => [
    key,
    drawn.filter((method) => method.key === key).flatMap((method) => method.cases.map((one) => one.given)),
  ]),
)
writeFileSync(from, JSON.stringify(asked))
execFileSync("Rscript", [join(import.meta.dirname, "reference.R"), from, to], {
  stdio: ["ignore", "inherit", "inherit"],
})
const answers = JSON.parse(readFileSync(to, "utf8")) as Record<string, number[][]>
rmSync(place, { recursive: true })

const taken = new Map<string, number>()
process.stdout.write(
  "| method | data sets | figures | greatest difference | within |\n| --- | --- | --- | --- | --- |\n",
)
for (const { name, key, within, cases } of drawn) {
  let [worst, figures] = [0, 0]
  for (const { own } of cases) {
    const at = taken.get(key) ?? 0
    taken.set(key, at + 1)
    const other = answers[key]?.[at] ?? []
    if (other.length !== own.length)
      throw new Error(`${name}: ${own.length} figures here, ${other.length} of R.`)
    own.forEach((value, i) => {
      const reference = Number(other[i])
      const difference = Math.abs(value - reference) / Math.max(1, Math.abs(reference))
      worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference)
    })
    figures += own.length
  }
  const missed = worst > within
  if (missed) process.exitCode = 1
  process.stdout.write(
    `| ${name} | ${cases.length} | ${figures} | ${worst.toExponential(1)} | ${within.toExponential(0)}${missed ? " (MISSED)" : ""} |\n`,
  )
}
