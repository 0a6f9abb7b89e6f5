"use client"

import { useTranslations } from "next-intl"
import type { ComponentProps } from "react"
import { useId, useState } from "react"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import { TurnText } from "@/components/annotate/screen/turn-text"
import type { WireText, WireTurn } from "@/core/annotate/wire"

type Props = ComponentProps<"div"> & {
  turn: WireTurn
  text: WireText
  raw: boolean
  /** Whether it is shown as one line until it is asked for. */
  folds: boolean
  /** Says who speaks, as generated content and as the group's name: no word of it is in the text. */
  labelled: boolean
  marks?: readonly NamedMark[]
}

/** One turn of a conversation. */
export function FoldingTurn({ turn, text, raw, folds, labelled, marks, ...rest }: Props) {
  const t = useTranslations("annotate")
  const [open, setOpen] = useState(false)
  const id = useId()
  const role = t(`role.${turn.role}`)
  return (
    <div
      {...rest}
      {...(labelled && { role: "group", "aria-label": role, "data-label": role })}
      data-folded={folds && !open}
    >
      <div id={id} className="turn-text">
        <TurnText turn={turn} text={text} raw={raw} marks={marks} />
      </div>
      {folds && (
        <button
          type="button"
          className="turn-fold"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t(open ? "turnShowLess" : "turnShowAll", { role })}
          data-label={t(open ? "showLess" : "showAll")}
          onClick={() => setOpen(!open)}
        />
      )}
    </div>
  )
}
