import { FigurePanel, NoFigure } from "@/components/numbers/figure-panel"
import { figure } from "@/components/numbers/format"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { RatingRow } from "@/core/numbers/report"
import type { Metric, TextRow } from "@/core/numbers/text-metrics"

/** Metrics of texts beside what people say. */
export function TextPanel({ rows, ratings }: { rows: readonly TextRow[]; ratings: readonly RatingRow[] }) {
  const ratingOf = new Map(
    ratings.map(({ model, rating }): [string, Metric] => [
      model,
      { value: rating.estimate, interval: { defined: true, value: rating } },
    ]),
  )
  const texts = rows.reduce((sum, row) => sum + row.texts, 0)
  return (
    <FigurePanel
      id="texts"
      title="What do metrics of the texts say?"
      meta={`n ${figure(texts)} answers with a reference`}
      answer="BLEU, ROUGE and perplexity compare words; the rating beside them is what people preferred."
      definition={
        <p>
          BLEU as sacreBLEU computes it (13a, exp) over all answers of a model; ROUGE-1 and ROUGE-L as
          rouge_score does without stemming, mean F1 with the best reference of each answer; of at most 500
          prompts, taken by hash. Perplexity from the imported log-probabilities; models with different
          tokenizers cannot be compared by it. Intervals of BLEU and ROUGE: 400 samples of answers; of
          perplexity: the error of a ratio with answers as clusters; all 95 %.
        </p>
      }
    >
      {rows.length === 0 ? (
        <NoFigure>No prompt has a reference and no answer came with log-probabilities.</NoFigure>
      ) : (
        <div data-table>
          <Table caption="Metrics of texts by model">
            <thead>
              <tr>
                <Th>Model</Th>
                <Th numeric>Rating</Th>
                <Th numeric>BLEU</Th>
                <Th numeric>ROUGE-1</Th>
                <Th numeric>ROUGE-L</Th>
                <Th numeric>Answers</Th>
                <Th numeric>Perplexity</Th>
                <Th numeric>Tokens</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Tr key={row.model}>
                  <Td>{row.model}</Td>
                  <MetricCell metric={ratingOf.get(row.model) ?? null} digits={0} />
                  <MetricCell metric={row.bleu} digits={1} />
                  <MetricCell metric={row.rouge1} digits={3} />
                  <MetricCell metric={row.rougeL} digits={3} />
                  <Td numeric>{row.texts}</Td>
                  <MetricCell metric={row.perplexity} digits={2} />
                  <Td numeric>{figure(row.tokens)}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </FigurePanel>
  )
}

function MetricCell({ metric, digits }: { metric: Metric | null; digits: number }) {
  if (metric === null) return <Td numeric>–</Td>
  const { value, interval } = metric
  return (
    <Td numeric data-value={value.toFixed(digits)} className="whitespace-nowrap">
      {value.toFixed(digits)}
      {interval.defined && (
        <span className="block text-xs text-ink-3">
          {interval.value.low.toFixed(digits)} to {interval.value.high.toFixed(digits)}
        </span>
      )}
    </Td>
  )
}
