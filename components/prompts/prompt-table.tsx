import { ClampedText } from "@/components/prompts/clamped-text"
import { EditPrompts } from "@/components/prompts/edit-prompts"
import { HoldOne } from "@/components/prompts/hold-one"
import { holdName } from "@/components/prompts/prompt-words"
import { Badge } from "@/components/ui/badge"
import { ActionsTd, ActionsTh, rowActions, Table, Td, Th, Tr } from "@/components/ui/table"
import type { FormAction } from "@/core/action-result"
import type { PromptRow } from "@/core/lists/prompt-row"

export type PromptActions = {
  readonly edit: FormAction<{ changed: number }>
  readonly hold: FormAction<{ changed: number; tasks: number }>
}

export function PromptTable({
  slug,
  rows,
  actions,
}: {
  slug: string
  rows: readonly PromptRow[]
  /** None for who may only read. */
  actions: PromptActions | null
}) {
  return (
    <Table caption="Prompts" className="panel">
      <thead>
        <tr>
          <Th>Prompt</Th>
          <Th>Use case</Th>
          <Th>Source user</Th>
          <Th>Split</Th>
          <Th numeric>Completions</Th>
          <Th numeric>Answers</Th>
          {actions && <ActionsTh label="What to do" />}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="w-1/2 min-w-44 sm:min-w-64">
              <ClampedText text={row.text.trim() || "(an empty turn)"} />
              <span className="mt-1 flex flex-wrap gap-1">
                {row.heldBack && <Badge tone="warn">{holdName[row.heldBack]}</Badge>}
                {row.turns > 1 && <Badge>{row.turns} turns</Badge>}
                {row.tags.slice(0, 6).map((tag) => (
                  <Badge key={tag}>{tag}</Badge>
                ))}
              </span>
            </Td>
            <Td className="min-w-36 wrap-anywhere text-ink-2">
              <span className="block">{row.useCase ?? "–"}</span>
              {row.language && <span className="block text-xs text-ink-3">{row.language}</span>}
            </Td>
            <Td className="min-w-28 max-w-44 wrap-anywhere text-ink-2">{row.sourceUser ?? "–"}</Td>
            <Td className="text-ink-2">{row.split ?? "–"}</Td>
            <Td numeric>{row.completions}</Td>
            <Td numeric className="whitespace-nowrap">
              {row.answers}
              <span className="block text-xs text-ink-3">
                {row.tasks === 1 ? "1 task" : `${row.tasks} tasks`}
              </span>
            </Td>
            {actions && (
              <ActionsTd>
                <span className={rowActions}>
                  <EditPrompts slug={slug} target={{ id: row.id }} row={row} edit={actions.edit} />
                  <HoldOne slug={slug} id={row.id} held={row.heldBack !== null} change={actions.hold} />
                </span>
              </ActionsTd>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
