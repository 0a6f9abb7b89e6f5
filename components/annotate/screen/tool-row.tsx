"use client"

import { useTranslations } from "next-intl"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import type { Draft } from "@/core/annotate/draft"
import { canMark } from "@/core/annotate/draft"
import type { KeyAction, Keymap } from "@/core/annotate/keymap"
import { toKeyShortcuts } from "@/core/annotate/keymap"
import type { WireProtocol } from "@/core/annotate/wire"

type Tool = {
  readonly action: KeyAction
  readonly label: string
  readonly on?: boolean
  readonly marked?: boolean
}

/** What can be done beside the answer, quietly, each with its key. */
export function ToolRow({
  protocol,
  keymap,
  draft,
  raw,
  diff,
  judging,
  canUndo,
  onAction,
}: {
  protocol: WireProtocol | null
  keymap: Keymap
  draft: Draft
  raw: boolean
  diff: boolean
  judging: boolean
  canUndo: boolean
  onAction: (action: KeyAction, inputPath: string) => void
}) {
  const t = useTranslations("annotate")
  const reason = protocol !== null && protocol.rationale.mode !== "off"
  const marks = draft.flags.filter((flag) => flag.span !== undefined).length
  const flags = draft.flags.length - marks
  const pair = protocol?.kind === "PAIRWISE"
  const ranks = protocol?.kind === "RANKING"
  const tools: readonly Tool[] = [
    ...(judging && ranks
      ? ([
          ...(protocol.ranking.ties
            ? [{ action: "rankTie", label: t("ranking.tie"), marked: draft.ranking.at(-1) === "=" } as const]
            : []),
          { action: "back", label: t("ranking.back") },
          { action: "notRankable", label: t("ranking.notRankable") },
          { action: "pin", label: t("tool.pin") },
        ] as const)
      : []),
    ...(judging && protocol && protocol.flags.length > 0
      ? [
          {
            action: "flags",
            label: flags > 0 ? t("tool.flagsCount", { count: flags }) : t("tool.flags"),
            marked: flags > 0,
          } as const,
        ]
      : []),
    ...(judging && protocol && canMark(protocol)
      ? [{ action: "marks", label: t("tool.marks"), marked: marks > 0 } as const]
      : []),
    ...(judging
      ? ([
          {
            action: "note",
            label: t(reason ? "tool.reason" : "tool.note"),
            marked: draft.note.trim() !== "",
          },
          ...(protocol?.editBetter
            ? [{ action: "edit", label: t("tool.edit"), marked: draft.edit !== null } as const]
            : []),
          ...(pair ? [{ action: "diff", label: t("tool.diff"), on: diff } as const] : []),
          ...(protocol?.kind === "DEMONSTRATION"
            ? []
            : ([
                { action: "raw", label: t("tool.raw"), on: raw },
                { action: "scrollBoth", label: t(pair ? "tool.scrollBoth" : "tool.scroll") },
              ] as const)),
          { action: "question", label: t("tool.question") },
          { action: "skip", label: t("tool.skip") },
        ] as const)
      : []),
    ...(canUndo ? [{ action: "undo", label: t("tool.undo") } as const] : []),
  ]
  return (
    <div role="group" aria-label={t("tools")} className="tools">
      {tools.map(({ action, label, on, marked }) => (
        <button
          key={action}
          type="button"
          aria-keyshortcuts={toKeyShortcuts(keymap[action])}
          className="tool"
          data-action={action}
          data-marked={marked === true || on === true}
          aria-pressed={on}
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => onAction(action, event.detail === 0 ? "button" : "pointer")}
        >
          <KeyCap strokes={keymap[action]} />
          <span>{label}</span>
        </button>
      ))}
    </div>
  )
}
