"use client"

import { useTranslations } from "next-intl"
import { useEffect, useRef, useState } from "react"
import type { Snapshot } from "@/components/annotate/loop/snapshot"
import { useSaidWords } from "@/components/annotate/screen/undo-toast"

/**
 * What a screen reader hears: each answer and undo, and a change of the line for the worse and back.
 * Saving itself is silent, or it would speak over the reading.
 */
export function Announcer({ snapshot }: { snapshot: Snapshot }) {
  const t = useTranslations("annotate")
  const { state, sync, facts } = snapshot
  const words = useSaidWords(facts?.protocol.scale ?? null, facts?.protocol.asks ?? "better")
  const [line, setLine] = useState("")
  const trouble = sync.state === "offline" || sync.state === "sign-in" ? sync.state : null
  const before = useRef<string | null>(null)

  useEffect(() => {
    if (trouble === "offline") setLine(t("sync.wentOffline"))
    if (trouble === "sign-in") setLine(t("sync.signedOut"))
    if (trouble !== null) before.current = trouble
    if (sync.state === "saved" && before.current !== null) {
      before.current = null
      setLine(t("sync.cameBack"))
    }
  }, [trouble, sync.state, t])

  const { toast } = state
  const said = toast
    ? toast.said.kind === "undone"
      ? t("announceUndone")
      : t(state.phase === "empty" ? "announceLast" : "announce", { said: words(toast) })
    : ""
  return (
    <>
      <p role="status" className="sr-only">
        {said}
      </p>
      <p role="status" className="sr-only">
        {line}
      </p>
    </>
  )
}
