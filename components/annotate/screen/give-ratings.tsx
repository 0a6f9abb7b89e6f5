"use client"

import { useTranslations } from "next-intl"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import type { KeyAction, Keymap } from "@/core/annotate/keymap"
import { toKeyShortcuts } from "@/core/annotate/keymap"

/** Where only ratings are asked for, Enter gives them. */
export function GiveRatings({
  ready,
  keymap,
  disabled,
  onAction,
}: {
  ready: boolean
  keymap: Keymap
  disabled: boolean
  onAction: (action: KeyAction, inputPath: string) => void
}) {
  const t = useTranslations("annotate")
  return (
    <div role="group" aria-label={t("answers")} className="strip" data-points="2">
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
        <span className="answer-label">{t("rating.give")}</span>
      </button>
    </div>
  )
}
