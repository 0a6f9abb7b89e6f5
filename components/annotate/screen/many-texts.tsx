"use client"

import { useTranslations } from "next-intl"
import { useLayoutEffect, useRef } from "react"
import { PanelRatings } from "@/components/annotate/screen/panel-ratings"
import { TextPanel } from "@/components/annotate/screen/text-panel"
import type { TaskPage } from "@/components/annotate/store/database"
import type { Cell } from "@/core/annotate/cells"
import { marksPart } from "@/components/annotate/screen/marks-part"
import type { Draft, Mark } from "@/core/annotate/draft"
import { toRanks } from "@/core/annotate/ranking-input"
import type { WireProtocol } from "@/core/annotate/wire"

/**
 * All texts of a ranking (or the one of a rating) in full, in one page that scrolls. Up to two can be
 * pinned: they come first, side by side, and stay while the others scroll.
 */
export function ManyTexts({
  page,
  live,
  covered,
  raw,
  protocol,
  draft,
  cells,
  activeCell,
  pins,
  onPin,
  onRate,
  onUnmark,
}: {
  page: TaskPage
  live: boolean
  covered: boolean
  raw: boolean
  protocol: WireProtocol
  draft: Draft
  cells: readonly Cell[]
  activeCell: number | undefined
  pins: readonly number[]
  onPin: (panel: number) => void
  onRate: (cell: number, value: number) => void
  onUnmark: (mark: Mark) => void
}) {
  const t = useTranslations("annotate")
  const k = page.task.panels.length
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // What is pinned stands at the top: pinning brings one there.
    if (pins.length > 0) ref.current?.scrollTo({ top: 0, behavior: "instant" })
  }, [pins])
  const ranks = toRanks(draft.ranking, k)
  // Pinned texts come first in the document too, so that reading order is what is seen.
  const others = page.task.panels.flatMap((_, panel) => (pins.includes(panel) ? [] : [panel]))
  const order = [...pins, ...others]
  return (
    // What scrolls has to be reachable by the keyboard (WCAG 2.1.1).
    <div
      ref={ref}
      className="many side-scroll"
      data-scroll="texts"
      data-count={k}
      data-pins={pins.length}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="group"
      aria-label={t("ranking.texts", { count: k })}
    >
      {order.map((panel) => (
        <TextPanel
          key={panel}
          page={page}
          panel={panel}
          live={live}
          covered={covered}
          raw={raw}
          rank={ranks[panel] ?? null}
          pinned={pins.includes(panel)}
          turns={protocol.turns}
          onPin={k > 2 ? onPin : undefined}
          {...marksPart(page, panel, protocol, draft, onUnmark)}
          foot={
            <PanelRatings
              panel={panel}
              name={t("ranking.text", { number: panel + 1 })}
              cells={cells}
              answers={draft}
              activeCell={activeCell}
              criteria={protocol.criteria}
              onRate={onRate}
            />
          }
        />
      ))}
    </div>
  )
}
