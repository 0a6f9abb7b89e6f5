import type { Weights } from "@/formats/aggregation/aggregate"
import { collectVotes } from "@/formats/export/collect-votes"
import { filterBundle } from "@/formats/export/filter-bundle"
import type { ExportSettings } from "@/formats/export/settings"
import type { PromptBundle } from "@/formats/export/units"
import type { Label } from "@/stats/aggregation/labels"
import { oneCoin } from "@/stats/aggregation/one-coin"

/**
 * Learns how reliable each annotator is from all counted votes of an export: the accuracy q of the
 * one-coin model (Dawid and Skene with one parameter a person), as the log-odds `ln(q (K - 1) / (1 - q))`
 * of K categories. Rounded to a millionth, so that it is the same on every machine.
 *
 * Example: with two categories an accuracy of 0.9 weighs ln 9 = 2.197225, a coin toss 0.
 */
export function createReliability(settings: ExportSettings) {
  const labels: Label[] = []
  const people = new Map<string, number>()
  let items = 0
  let hasTies = false
  return {
    add(bundle: PromptBundle): void {
      const { tasks } = filterBundle(bundle, settings)
      for (const { votes } of collectVotes(tasks, [], settings).candidates) {
        for (const { annotator, preference } of votes) {
          const known = people.get(annotator) ?? people.size
          people.set(annotator, known)
          if (preference === "TIE") hasTies = true
          labels.push({ item: items, annotator: known, category: categories[preference] })
        }
        items++
      }
    },
    /** By pseudonym, sorted. */
    weights(): Weights {
      const k = hasTies ? 3 : 2
      const fit = oneCoin({ items, annotators: people.size, categories: k, labels })
      const list = [...people].map(([name, index]): [string, number] => {
        const q = fit.defined ? (fit.value.accuracies[index] ?? 0.5) : 0.5
        return [name, Math.round(Math.log((q * (k - 1)) / (1 - q)) * 1e6) / 1e6]
      })
      return new Map(list.sort(([a], [b]) => (a < b ? -1 : 1)))
    },
  }
}

const categories = { A: 0, B: 1, TIE: 2 } as const
