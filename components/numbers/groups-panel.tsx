import { FigurePanel } from "@/components/numbers/figure-panel"
import { percent, percentRange } from "@/components/numbers/format"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { AuditQuestion } from "@/core/numbers/bias-audit"
import type { Share } from "@/core/numbers/report"
import { REASONS } from "@/stats/outcome"

/** Whether groups of people, by what they said of themselves, answer differently. */
export function GroupsPanel({ questions }: { questions: readonly AuditQuestion[] }) {
  return (
    <FigurePanel
      id="groups"
      title="Do groups of people answer differently?"
      meta="by voluntary questions, whole project, groups of five or more"
      answer="What holds for a group says nothing about one of its people. Groups that are small, or follow from the others, are hidden."
      definition={
        <p>
          People are grouped by what they chose in the voluntary questions of the project. A group is shown
          where five or more of its people have answered tasks and its size does not follow from the rest.
          Shares are those of its people together, clustered by person, in whole percents. The filters of the
          page do not apply here: letting in one person at a time would show what that person does. Several
          groups and figures are compared at once, so one that stands apart may be chance.
        </p>
      }
    >
      <div className="space-y-6" data-table>
        {questions.map((question) => (
          <Table key={question.text} caption={question.text}>
            <thead>
              <tr>
                <Th>{question.text}</Th>
                <Th numeric>People</Th>
                <Th numeric>Agrees with others</Th>
                <Th numeric>Chose left</Th>
                <Th numeric>Chose longer</Th>
                <Th numeric>Ties</Th>
              </tr>
            </thead>
            <tbody>
              {question.groups.map((group) => (
                <Tr key={group.label}>
                  <Td>{group.label}</Td>
                  {group.hidden ? (
                    <Td colSpan={5} className="text-ink-3">
                      hidden, too few
                    </Td>
                  ) : (
                    <>
                      <Td numeric>{group.people}</Td>
                      <GroupShare share={group.agrees} />
                      <GroupShare share={group.left} />
                      <GroupShare share={group.longer} />
                      <GroupShare share={group.ties} />
                    </>
                  )}
                </Tr>
              ))}
            </tbody>
          </Table>
        ))}
      </div>
    </FigurePanel>
  )
}

function GroupShare({ share }: { share: Share }) {
  return (
    <Td numeric className="whitespace-nowrap">
      {share.defined ? (
        <>
          {percent(share.value.estimate, 0)}
          <span className="block text-xs text-ink-3">{percentRange(share.value, 0)}</span>
        </>
      ) : (
        <span title={REASONS[share.reason]}>–</span>
      )}
    </Td>
  )
}
