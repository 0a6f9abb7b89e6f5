"use client"

import { useTranslations } from "next-intl"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import { useChipDrag } from "@/components/annotate/screen/use-chip-drag"
import type { KeyAction, Keymap } from "@/core/annotate/keymap"
import { toKeyShortcuts } from "@/core/annotate/keymap"
import type { RankStep, RankTarget } from "@/core/annotate/ranking-input"
import { toGroups, unplaced } from "@/core/annotate/ranking-input"

/**
 * The order as it grows: a chip per text, best on the left. Keys append; a chip can be pressed (it
 * goes to the end, or out) or drawn to its place, by mouse and by touch.
 */
export function RankingBar({
  k,
  steps,
  rating,
  ready,
  keymap,
  disabled,
  onPlace,
  onMove,
  onAction,
}: {
  k: number
  steps: readonly RankStep[]
  /** Ratings are asked for first, and one is still open. */
  rating: boolean
  /** Nothing is missing: Enter gives the ranking. */
  ready: boolean
  keymap: Keymap
  disabled: boolean
  onPlace: (panel: number) => void
  onMove: (panel: number, target: RankTarget | null) => void
  onAction: (action: KeyAction, inputPath: string) => void
}) {
  const t = useTranslations("annotate")
  const groups = toGroups(steps)
  const left = unplaced(steps, k)
  const drag = useChipDrag(onMove)
  const tying = steps.at(-1) === "="
  const chip = (panel: number, placed: boolean) => (
    <button
      key={panel}
      type="button"
      className="chip"
      data-drawn={drag.panel === panel}
      aria-label={t(placed ? "ranking.takeOut" : "ranking.putLast", { number: panel + 1 })}
      onPointerDown={(event) => drag.begin(event, panel)}
      onClick={(event) => {
        if (drag.wasDrag(event)) return
        if (placed) onMove(panel, null)
        else onPlace(panel)
      }}
    >
      {panel + 1}
    </button>
  )
  return (
    <div role="group" aria-label={t("ranking.order")} className="ranking" dir="ltr">
      <div className="ranking-line">
        <div className="ranking-left" data-drop="out">
          {left.map((panel) => chip(panel, false))}
          {left.length === 0 && <span className="ranking-hint">{t("ranking.allPlaced")}</span>}
        </div>
        <ol className="ranking-groups" aria-label={t("ranking.order")}>
          {groups.map((group, index) => (
            <li key={group.join("-")} className="ranking-place">
              <span className="ranking-gap" data-drop={`before:${index}`} aria-hidden />
              <span className="ranking-group" data-drop={`into:${index}`}>
                {group.map((panel) => chip(panel, true))}
              </span>
            </li>
          ))}
          <li className="ranking-gap ranking-end" data-drop={`before:${groups.length}`} aria-hidden>
            {tying ? "=" : ""}
            {groups.length === 0 && (
              <span className="ranking-hint" dir="auto">
                {t(rating ? "ranking.ratingsFirst" : "ranking.begin")}
              </span>
            )}
          </li>
        </ol>
        <button
          type="button"
          className="answer ranking-give"
          data-ready={ready}
          aria-disabled={disabled}
          aria-keyshortcuts={toKeyShortcuts(keymap.commit)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => onAction("commit", event.detail === 0 ? "button" : "pointer")}
        >
          <KeyCap strokes={keymap.commit} />
          <span>{t("ranking.give")}</span>
        </button>
      </div>
      <p role="status" className="sr-only">
        {groups.length > 0 &&
          t("ranking.said", {
            order: groups.map((group) => group.map((panel) => panel + 1).join(" = ")).join(", "),
          })}
      </p>
    </div>
  )
}
