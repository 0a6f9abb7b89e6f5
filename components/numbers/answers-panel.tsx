import { FigurePanel } from "@/components/numbers/figure-panel"
import { figure, NO_INTERVAL, percent, percentRange, shareText } from "@/components/numbers/format"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { NumbersReport, Share } from "@/core/numbers/report"

const strengths = ["1, slightest", "2", "3", "4"]

export function AnswersPanel({ report }: { report: NumbersReport }) {
  const { shares, levels, comparisons, answers } = report
  const decisive = levels.reduce((sum, n) => sum + n, 0)
  return (
    <FigurePanel
      id="answers"
      title="How often is there no difference?"
      meta={`n ${figure(answers)} answers, ${figure(comparisons)} comparisons`}
      answer={
        shares.tie.n === 0
          ? shareText(shares.tie)
          : `${shareText(shares.tie)} of comparisons are ties${spread(shares.tie)}, ${shareText(shares.bad)} both bad${spread(shares.bad) || ` (${NO_INTERVAL})`}.`
      }
      definition={
        <p>
          Ties include “both bad”. Intervals are clustered by person. A ranking of several texts is one answer
          and as many comparisons as it has pairs. Strengths are those of decisive comparisons, as the
          protocol offers them; a text that several models gave counts for each.
        </p>
      }
    >
      <div data-table>
        <Table caption="Answers by strength">
          <thead>
            <tr>
              <Th>Answer</Th>
              <Th numeric>Comparisons</Th>
              <Th numeric>Share of its kind</Th>
            </tr>
          </thead>
          <tbody>
            {levels.map((n, at) =>
              n === 0 ? null : (
                <Tr key={strengths[at]}>
                  <Td>Strength {strengths[at]}</Td>
                  <Td numeric data-value={n}>
                    {figure(n)}
                  </Td>
                  <Td numeric>{percent(n / Math.max(1, decisive))}</Td>
                </Tr>
              ),
            )}
            <Tr>
              <Td>Tie</Td>
              <Td numeric data-value={shares.tie.part}>
                {figure(shares.tie.part)}
              </Td>
              <Td numeric>{shareText(shares.tie)}</Td>
            </Tr>
            <Tr>
              <Td>of them both bad</Td>
              <Td numeric data-value={shares.bad.part}>
                {figure(shares.bad.part)}
              </Td>
              <Td numeric>{shareText(shares.bad)}</Td>
            </Tr>
          </tbody>
        </Table>
      </div>
    </FigurePanel>
  )
}

function spread(share: Share): string {
  return share.defined ? ` (${percentRange(share.value)})` : ""
}
