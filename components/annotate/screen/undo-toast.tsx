"use client"

import { useTranslations } from "next-intl"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import { useAnswerWords } from "@/components/annotate/screen/use-answer-words"
import type { Keymap } from "@/core/annotate/keymap"
import type { Toast } from "@/core/annotate/reducer"
import type { WireProtocol } from "@/core/annotate/wire"
import type { StripScale } from "@/core/annotate/strip"

/** Says for four seconds what was just done, with the way back. Nothing to click away. */
export function UndoToast({
  toast,
  scale,
  asks,
  keymap,
  copied,
  onUndo,
}: {
  toast: Toast | null
  scale: StripScale | null
  asks: WireProtocol["asks"]
  keymap: Keymap
  copied: boolean
  onUndo: () => void
}) {
  const t = useTranslations("annotate")
  const words = useSaidWords(scale, asks)
  if (!toast && !copied) return null
  if (!toast) return <div className="toast">{t("copied")}</div>
  return (
    <div className="toast">
      <span>{words(toast)}</span>
      {toast.said.kind !== "undone" && (
        <button type="button" onPointerDown={(event) => event.preventDefault()} onClick={onUndo}>
          <span className="underline underline-offset-3">{t("tool.undo")}</span>
          <KeyCap strokes={keymap.undo} />
        </button>
      )}
    </div>
  )
}

export function useSaidWords(scale: StripScale | null, asks: WireProtocol["asks"]): (toast: Toast) => string {
  const t = useTranslations("annotate")
  const words = useAnswerWords(scale, asks)
  return ({ said }) => (said.kind === "answer" ? words.full(said.action) : t(`said.${said.kind}`))
}
