import { AgreementChart } from "@/components/numbers/agreement-chart"
import { references } from "@/components/numbers/references"
import { ChartPair, FigurePanel, NARROW, NoFigure, WIDE } from "@/components/numbers/figure-panel"
import { figure, percent, percentRange, range, say } from "@/components/numbers/format"
import { cutRows, type RowsShown } from "@/components/numbers/rows-shown"
import { plural } from "@/components/projects/figures"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { AgreementGroup, NumbersReport } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

export function AgreementPanel({ report }: { report: NumbersReport }) {
  const { agreement } = report
  const { raw, alpha, ac1, expected, units, pairs, overTime } = agreement
  return (
    <FigurePanel
      id="agreement"
      title="Do people agree?"
      meta={`tasks judged by several whatever they say, n ${plural(units, "item")}, ${plural(pairs, "pair of answers", "pairs of answers")}`}
      answer={
        raw.defined ? (
          <>
            {percent(raw.value.estimate)} of pairs of answers are the same (95 % interval{" "}
            {percentRange(raw.value)}); a tie agrees with a tie only.{" "}
            {alpha.defined && `Alpha ${alpha.value.value.toFixed(2)}`}
            {alpha.defined && alpha.value.interval.defined && ` (${range(alpha.value.interval.value)})`}
            {ac1.defined && `, AC1 ${ac1.value.value.toFixed(2)}`}
            {ac1.defined && ac1.value.interval.defined && ` (${range(ac1.value.interval.value)})`}.
            {expected.defined &&
              ` Two people who drew from the fitted chances would reach ${percent(expected.value)}.`}
          </>
        ) : (
          ""
        )
      }
      definition={
        <>
          <p>
            Only answers that were to be given whatever others had said: the first ones of the tasks that are
            always judged by several. Left, right and tie are three answers, both bad is a tie. The interval
            treats an item as one cluster (Wilson with the effective number of pairs).
          </p>
          <p>
            Krippendorff’s alpha (nominal) corrects for chance, with a bootstrap of 2,000 samples of items.
            Gwet’s AC1 stays stable where one answer is very common.
          </p>
          <p>
            The lines are what InstructGPT reports of its own people: 72.6 ± 1.5 % among training labelers,
            77.3 ± 1.3 % among held-out ones. The paper does not say how ties count nor what the ± is; they
            are an orientation, not a grade.
          </p>
        </>
      }
      table={
        overTime.length > 0 && (
          <Table caption="Agreement of all that was judged up to each day">
            <thead>
              <tr>
                <Th>Up to</Th>
                <Th numeric>Agreement</Th>
                <Th numeric>95 % interval</Th>
                <Th numeric>Items</Th>
              </tr>
            </thead>
            <tbody>
              {overTime.map((day) => (
                <Tr key={day.day}>
                  <Td>{day.day}</Td>
                  <Td numeric>{say(day.raw, (value) => percent(value.estimate))}</Td>
                  <Td numeric>{say(day.raw, (value) => percentRange(value))}</Td>
                  <Td numeric>{day.units}</Td>
                </Tr>
              ))}
              {references.map((line) => (
                <Tr key={line.label}>
                  <Td>{line.label}</Td>
                  <Td numeric>{percent(line.value)}</Td>
                  <Td numeric>
                    {percentRange({
                      estimate: line.value,
                      low: line.value - line.reach,
                      high: line.value + line.reach,
                      level: 0,
                    })}
                  </Td>
                  <Td numeric>–</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )
      }
    >
      {raw.defined ? (
        <ChartPair
          wide={<AgreementChart days={overTime} width={WIDE} id={`agreement-wide`} />}
          narrow={<AgreementChart days={overTime} width={NARROW} id={`agreement-narrow`} />}
        />
      ) : (
        <NoFigure>{REASONS[raw.reason]}</NoFigure>
      )}
    </FigurePanel>
  )
}

const kinds: readonly (readonly [AgreementGroup["kind"], string])[] = [
  ["criterion", "Criterion"],
  ["round", "Round"],
  ["cohort", "Cohort"],
  ["guideline", "Guidelines"],
  ["language", "Language"],
  ["useCase", "Use case"],
  ["tag", "Tag"],
]

export function AgreementByPanel({ report, shown: most }: { report: NumbersReport; shown: RowsShown }) {
  const { by, couples } = report.agreement
  const table = cutRows(couples, most)
  const shown = kinds.flatMap(([kind, name]) =>
    by.filter((group) => group.kind === kind).map((group) => ({ ...group, name })),
  )
  return (
    <FigurePanel
      id="agreement-by"
      title="Where do they agree less?"
      meta={`${figure(shown.length)} groups, ${figure(couples.length)} pairs of people`}
      answer="A group with few items has a wide interval. Criteria are set side by side, whichever one is chosen above."
      definition={
        <p>
          The same agreement within each group. Many groups are compared at once, so the smallest figure of a
          long list is partly chance: compare intervals, and look for differences that hold over time.
        </p>
      }
      table={
        <Table caption="Agreement of pairs of people">
          <thead>
            <tr>
              <Th>Person</Th>
              <Th>And</Th>
              <Th numeric>Same answer</Th>
              <Th numeric>95 % interval</Th>
              <Th numeric>Pairs</Th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((couple) => (
              <Tr key={`${couple.one} ${couple.two}`}>
                <Td>{couple.one}</Td>
                <Td>{couple.two}</Td>
                <Td numeric>{say(couple.raw, (value) => percent(value.estimate))}</Td>
                <Td numeric>{say(couple.raw, (value) => percentRange(value))}</Td>
                <Td numeric>{couple.pairs}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      }
      cut={table.cut}
    >
      {shown.length === 0 ? (
        <NoFigure>
          No rounds, cohorts, tags, languages or use cases are set on what was judged twice so far.
        </NoFigure>
      ) : (
        <Table caption="Agreement by group">
          <thead>
            <tr>
              <Th>By</Th>
              <Th>Group</Th>
              <Th numeric>Agreement</Th>
              <Th numeric>95 % interval</Th>
              <Th numeric>Alpha</Th>
              <Th numeric>Items</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((group) => (
              <Tr key={`${group.kind} ${group.label}`}>
                <Td className="text-ink-2">{group.name}</Td>
                <Td>{group.label}</Td>
                <Td numeric>{say(group.raw, (value) => percent(value.estimate))}</Td>
                <Td numeric>{group.raw.defined ? percentRange(group.raw.value) : "–"}</Td>
                <Td numeric>
                  {group.alpha.defined ? (
                    group.alpha.value.toFixed(2)
                  ) : (
                    <span title={REASONS[group.alpha.reason]}>
                      –<span className="sr-only"> {REASONS[group.alpha.reason]}</span>
                    </span>
                  )}
                </Td>
                <Td numeric>{figure(group.units)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </FigurePanel>
  )
}
