"use client"

import { BookOpen, Settings } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import type { Snapshot } from "@/components/annotate/loop/snapshot"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import type { Keymap } from "@/core/annotate/keymap"
import type { Panel } from "@/core/annotate/reducer"

/** A thin line: where one is, how far, whether all is saved, and the three windows. */
export function TopBar({
  project,
  snapshot,
  keymap,
  progress,
  sync,
  onOpen,
}: {
  project: { readonly name: string }
  snapshot: Snapshot
  keymap: Keymap
  progress: ReactNode
  sync: ReactNode
  onOpen: (panel: Panel) => void
}) {
  const t = useTranslations("annotate")
  const minutes = Math.floor(snapshot.sittingMs / 60_000)
  const { doneToday = 0, left = null } = snapshot.progress ?? {}
  const share = left && !left.atLeast && doneToday + left.count > 0 ? doneToday / (doneToday + left.count) : 0
  const changed = hasChanged(snapshot)
  return (
    <header className="top" aria-label={project.name}>
      <div className="top-line">
        <h1 className="top-name" dir="auto">
          {project.name}
        </h1>
        {progress}
        <div className="top-end">
          {sync}
          {minutes > 0 && (
            <span className="sitting" title={t("sittingLabel", { count: minutes })}>
              {t("sitting", { count: minutes })}
            </span>
          )}
          <button
            type="button"
            className="tool"
            aria-label={
              changed ? `${t("guidelines.button")}: ${t("guidelines.changed")}` : t("guidelines.button")
            }
            onClick={() => onOpen("guidelines")}
          >
            <KeyCap strokes={keymap.guidelines} />
            <BookOpen aria-hidden className="size-4 narrow-only" />
            <span className="wide-only">{t("guidelines.button")}</span>
            {changed && <span aria-hidden className="dot" />}
          </button>
          <button
            type="button"
            className="tool"
            aria-label={t("settings.title")}
            onClick={() => onOpen("settings")}
          >
            <Settings aria-hidden className="size-4" />
          </button>
          <button type="button" className="tool" aria-label={t("help.open")} onClick={() => onOpen("help")}>
            <KeyCap strokes={keymap.help.length > 0 ? keymap.help : ["?"]} />
          </button>
        </div>
      </div>
      <div className="top-bar" aria-hidden>
        <span style={{ inlineSize: `${Math.round(share * 1000) / 10}%` }} />
      </div>
    </header>
  )
}

/** The guidelines or the answers are newer than what this person saw before this sitting. */
export function hasChanged(snapshot: Snapshot): boolean {
  const newest = snapshot.facts?.answers?.[0]?.at ?? ""
  if (newest > snapshot.answersSeen) return true
  return hasNewGuidelines(snapshot)
}

export function hasNewGuidelines(snapshot: Snapshot): boolean {
  const guidelines = snapshot.facts?.guidelines
  return (
    guidelines != null &&
    guidelines.seenVersion !== null &&
    guidelines.seenVersion < guidelines.version &&
    snapshot.guidelinesRead < guidelines.version
  )
}
