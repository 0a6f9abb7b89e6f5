import { FigurePanel, NoFigure } from "@/components/numbers/figure-panel"
import { figure, percent, percentRange, say } from "@/components/numbers/format"
import { cutRows, type RowsShown } from "@/components/numbers/rows-shown"
import { Progress } from "@/components/ui/progress"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { CrowdReport } from "@/core/numbers/crowd"
import { REASONS } from "@/stats/outcome"

export type CrowdState =
  | { readonly state: "ready"; readonly value: CrowdReport }
  | { readonly state: "running"; readonly done: number; readonly error: string | null }
  | { readonly state: "counting" }

/** How reliable each person is, judged by the answers of all: computed beside the page, kept until counts change. */
export function CrowdPanel({ crowd, shown }: { crowd: CrowdState; shown: RowsShown }) {
  const value = crowd.state === "ready" ? crowd.value : null
  const table = cutRows(value?.models ?? [], shown)
  return (
    <FigurePanel
      // The tools look for tables once: anew when the figures are there.
      key={crowd.state}
      id="crowd"
      title="Whose answers carry weight?"
      meta={
        value
          ? `${value.method === "dawid-skene" ? `Dawid-Skene, ${value.reached} of ${value.starts} starts at the best end` : "one accuracy a person"}; Crowd-BT; n ${figure(value.items)} items, ${figure(value.labels)} answers`
          : "Dawid-Skene and Crowd-BT"
      }
      answer={
        value
          ? value.settled.defined
            ? `${percent(value.settled.value)} of the items that several judged have one answer with 90 % or more.${value.models[0] ? ` Weighed by reliability, ${value.models[0].model} is best.` : ""}`
            : REASONS[value.settled.reason]
          : "Computed away from this page; it appears by itself."
      }
      definition={
        <>
          <p>
            Accuracy: how often a person gives the answer that is most likely true given everybody’s answers
            to the same items (Dawid and Skene’s model, smoothed, from several starts; with fewer than 30
            answers a person in the middle, one accuracy each). At most 5,000 items, first by task.
          </p>
          <p>
            Reliability: Crowd-BT’s share of a person’s comparisons that go with the better model as fitted;
            one half is a coin. A tie counts half each way; the prior is Beta(8, 2). Both also absorb a taste
            that few share, so look at the answers themselves before you decide anything about a person.
          </p>
        </>
      }
      table={
        value &&
        value.models.length > 0 && (
          <Table caption="Models by Crowd-BT">
            <thead>
              <tr>
                <Th>Model</Th>
                <Th numeric>Log strength</Th>
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <Tr key={row.model}>
                  <Td>{row.model}</Td>
                  <Td numeric>{row.strength.toFixed(3)}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )
      }
      cut={table.cut}
    >
      {value === null ? (
        <div role="status">
          <p className="mb-2 text-sm text-ink-2">
            {crowd.state === "running" && crowd.error ? crowd.error : "Computing from all answers."}
          </p>
          <Progress
            label="Computed"
            total={100}
            parts={[
              { label: "done", value: crowd.state === "running" ? crowd.done * 100 : 0, tone: "running" },
            ]}
          />
        </div>
      ) : value.people.length === 0 ? (
        <NoFigure>{REASONS["no-data"]}</NoFigure>
      ) : (
        <Table caption="Reliability of people by the answers of all">
          <thead>
            <tr>
              <Th>Person</Th>
              <Th numeric>Accuracy</Th>
              <Th numeric>Answers judged by several</Th>
              <Th numeric>Reliability</Th>
              <Th numeric>95 % interval</Th>
              <Th numeric>Comparisons</Th>
            </tr>
          </thead>
          <tbody>
            {value.people.map((person) => (
              <Tr key={person.id}>
                <Td>{person.name}</Td>
                <Td numeric>{say(person.accuracy, (accuracy) => percent(accuracy))}</Td>
                <Td numeric>{figure(person.labels)}</Td>
                <Td numeric>{say(person.reliability, (one) => percent(one.estimate))}</Td>
                <Td numeric>{say(person.reliability, (one) => percentRange(one))}</Td>
                <Td numeric>{figure(person.votes)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </FigurePanel>
  )
}
