import { FigurePanel, NoFigure } from "@/components/numbers/figure-panel"
import { points } from "@/components/numbers/format"
import { plural } from "@/components/projects/figures"
import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { Claim, NumbersReport } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

const verdicts: Readonly<Record<Claim["verdict"], { text: string; tone: "good" | "neutral" | "warn" }>> = {
  decided: { text: "decided", tone: "good" },
  alike: { text: "alike", tone: "good" },
  open: { text: "open", tone: "neutral" },
}

export function StopPanel({ report }: { report: NumbersReport }) {
  const { leader, claims, next } = report.stop
  const open = claims.filter((claim) => claim.verdict === "open").length
  return (
    <FigurePanel
      id="stop"
      title="May we stop?"
      meta={plural(claims.length, "pair of neighbours in rank", "pairs of neighbours in rank")}
      answer={
        !leader.defined
          ? ""
          : `${
              leader.value.decided
                ? `${leader.value.model} is first, all other models compared at once.`
                : `${leader.value.model} leads, but not beyond doubt against all others at once.`
            } ${
              open === 0
                ? "Every model is told apart from the next one, or alike: the order is settled."
                : `${open} of ${plural(claims.length, "pair", "pairs")} ${open === 1 ? "is" : "are"} still open.`
            }`
      }
      definition={
        <>
          <p>
            Evidence is an e-value over the decisive comparisons of the two with each other. If they were
            equally good it would ever reach 20 with probability at most 5 %, however often one looks and
            whenever one stops: at 20 the question is decided. Each pair is judged by itself. It takes answers
            as independent.
          </p>
          <p>
            Alike: the 95 % interval of the difference of ratings lies within 30 points either way. Expected
            gain: how many bits one more comparison of the pair would tell about the strengths.
          </p>
        </>
      }
      table={
        next.length > 0 && (
          <Table caption="Which pairs would teach most">
            <thead>
              <tr>
                <Th>Model</Th>
                <Th>Against</Th>
                <Th numeric>Expected gain, bits</Th>
              </tr>
            </thead>
            <tbody>
              {next.map((pair) => (
                <Tr key={`${pair.one} ${pair.two}`}>
                  <Td>{pair.one}</Td>
                  <Td>{pair.two}</Td>
                  <Td numeric>{pair.bits.toFixed(4)}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )
      }
    >
      {claims.length === 0 ? (
        <NoFigure>{leader.defined ? REASONS["one-model"] : REASONS[leader.reason]}</NoFigure>
      ) : (
        <Table caption="Each model against the next one">
          <thead>
            <tr>
              <Th>Better</Th>
              <Th>Than</Th>
              <Th numeric>Difference</Th>
              <Th numeric>Won : lost</Th>
              <Th numeric>Evidence</Th>
              <Th>So far</Th>
            </tr>
          </thead>
          <tbody>
            {claims.map((claim) => (
              <Tr key={`${claim.better} ${claim.worse}`}>
                <Td>{claim.better}</Td>
                <Td>{claim.worse}</Td>
                <Td numeric className="whitespace-nowrap">
                  {claim.difference.defined ? (
                    <>
                      {points(claim.difference.value.estimate)}
                      <span className="block text-xs text-ink-3">
                        {points(claim.difference.value.low)} to {points(claim.difference.value.high)}
                      </span>
                    </>
                  ) : (
                    <span title={REASONS[claim.difference.reason]}>
                      –<span className="sr-only"> {REASONS[claim.difference.reason]}</span>
                    </span>
                  )}
                </Td>
                <Td numeric>
                  {claim.wins} : {claim.losses}
                </Td>
                <Td numeric>
                  {claim.eValue >= 1000 ? "> 1,000" : claim.eValue.toFixed(claim.eValue < 10 ? 2 : 0)}
                </Td>
                <Td>
                  {claim.difference.defined ? (
                    <Badge tone={verdicts[claim.verdict].tone}>{verdicts[claim.verdict].text}</Badge>
                  ) : (
                    <Badge tone="warn">not comparable</Badge>
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </FigurePanel>
  )
}
