"use client"

import { useTranslations } from "next-intl"
import type { Instrument } from "@/components/annotate/loop/instrument"
import type { Message, Snapshot } from "@/components/annotate/loop/snapshot"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import type { Hindrance } from "@/core/annotate/reducer"

/** What stands in the way of an answer, and what became of one. Over the foot of the texts, so that nothing moves. */
export function NoticeBar({ snapshot, instrument }: { snapshot: Snapshot; instrument: Instrument }) {
  const t = useTranslations("annotate")
  const { hindrance } = snapshot.state
  const message = snapshot.messages[0]
  return (
    <div className="notices">
      {hindrance && (
        <Notice live tone={toneOf(hindrance)}>
          {t(`hindrance.${hindrance.kind}`, valuesOf(hindrance))}
        </Notice>
      )}
      {!hindrance && snapshot.shutOut && (
        <Notice live tone="bad">
          {t("shutOut")}
        </Notice>
      )}
      {!hindrance && snapshot.sync.otherAccount && (
        <Notice live tone="warn">
          {t("sync.otherAccount")}
        </Notice>
      )}
      {!hindrance && message && (
        <Notice live tone={message.kind === "refused" ? "bad" : "warn"}>
          <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            {t(`message.${message.kind}`, messageValues(message))}
            <Button size="sm" variant="quiet" onClick={() => instrument.dismissMessages()}>
              {t("message.dismiss")}
            </Button>
          </span>
        </Notice>
      )}
      {!hindrance && !message && snapshot.breakDue && (
        <Notice live tone="info">
          <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            {t("break", { count: Math.floor(snapshot.sittingMs / 60_000) })}
            <Button size="sm" variant="quiet" onClick={() => instrument.takeBreak()}>
              {t("breakLater")}
            </Button>
          </span>
        </Notice>
      )}
    </div>
  )
}

function toneOf({ kind }: Hindrance): "bad" | "warn" | "info" {
  if (kind === "storage-slow") return "info"
  return kind.startsWith("storage") ? "bad" : "warn"
}

function valuesOf(hindrance: Hindrance): Record<string, number> {
  return hindrance.kind === "reason-wanted" || hindrance.kind === "text-wanted"
    ? { minLength: hindrance.minLength }
    : {}
}

function messageValues(message: Message): Record<string, string | number> {
  if (message.kind === "surplus") return { count: message.count }
  return message.kind === "refused" ? { text: message.text } : {}
}
