"use client"

import { useTranslations } from "next-intl"
import type { Snapshot } from "@/components/annotate/loop/snapshot"

/** What is true of the answers given: saved, waiting, offline, or in need of a sign-in. */
export function SyncStatus({ sync, signInHref }: { sync: Snapshot["sync"]; signInHref: string }) {
  const t = useTranslations("annotate")
  if (!sync.known) return null
  const words = t(`sync.${sync.state}`, { count: sync.waiting })
  return (
    <span className="sync" data-testid="sync-status" data-state={sync.state} data-waiting={sync.waiting}>
      <span aria-hidden className="sync-dot" />
      {sync.state === "sign-in" ? (
        <a href={signInHref} className="underline underline-offset-3">
          {words}
        </a>
      ) : (
        words
      )}
    </span>
  )
}

/** Done today, left, and one's own pace; no clock, no rank, no goal. */
export function ProgressWords({ snapshot }: { snapshot: Snapshot }) {
  const t = useTranslations("annotate")
  const { progress, state, sittingMs } = snapshot
  if (!progress) return null
  const judged = state.history.length
  const words = [
    t("progress.today", { count: progress.doneToday }),
    ...(progress.left
      ? [t(progress.left.atLeast ? "progress.leftAtLeast" : "progress.left", { count: progress.left.count })]
      : []),
    ...(judged >= 5 ? [t("progress.pace", { pace: pace(sittingMs / judged, t) })] : []),
  ]
  return <span className="progress-words">{words.join(" · ")}</span>
}

function pace(ms: number, t: (key: string, values: { count: number }) => string): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90)
    return t("progress.seconds", { count: seconds < 20 ? seconds : Math.round(seconds / 5) * 5 })
  return t("progress.minutes", { count: Math.round(seconds / 60) })
}
