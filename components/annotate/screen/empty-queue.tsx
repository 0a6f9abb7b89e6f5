"use client"

import { useTranslations } from "next-intl"
import type { Snapshot } from "@/components/annotate/loop/snapshot"
import { Button } from "@/components/ui/button"

/** The end of the queue, for now. */
export function EmptyQueue({ snapshot, onAgain }: { snapshot: Snapshot; onAgain: () => void }) {
  const t = useTranslations("annotate")
  const paused = snapshot.state.supply === "paused"
  const done = snapshot.progress?.doneToday ?? 0
  return (
    <div className="empty" data-testid="queue-empty">
      <h2 className="text-2xl">{t(paused ? "empty.paused" : "empty.title")}</h2>
      <p className="mt-2 max-w-md text-ink-2">
        {paused ? t("empty.pausedLead") : done > 0 ? t("empty.done", { count: done }) : t("empty.none")}
      </p>
      {snapshot.sync.waiting > 0 && (
        <p className="mt-2 max-w-md text-sm text-warn">
          {t("empty.waiting", { count: snapshot.sync.waiting })}
        </p>
      )}
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        <Button onClick={onAgain}>{t("empty.again")}</Button>
      </div>
    </div>
  )
}
