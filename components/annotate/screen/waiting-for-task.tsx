"use client"

import { useTranslations } from "next-intl"
import type { Snapshot } from "@/components/annotate/loop/snapshot"

/** No task in view: says why, and keeps the shape of what is to come. */
export function WaitingForTask({ snapshot, signInHref }: { snapshot: Snapshot; signInHref: string }) {
  const t = useTranslations("annotate")
  const { sync, facts, elsewhere } = snapshot
  const reason =
    sync.state === "offline"
      ? t("loading.offline")
      : elsewhere
        ? t("loading.elsewhere")
        : sync.state === "sign-in"
          ? t("loading.signIn")
          : t(facts ? "loading.next" : "loading.first")
  const troubled = sync.state === "offline" || sync.state === "sign-in" || elsewhere
  return (
    <div className="waiting" data-troubled={troubled}>
      <div aria-hidden className="waiting-sides">
        {[0, 1].map((side) => (
          <div key={side} className="side">
            <div className="waiting-lines">
              {[92, 100, 86, 96, 58].map((width) => (
                <span key={width} style={{ inlineSize: `${width}%` }} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <p role="status" className="waiting-words">
        {reason}
        {sync.state === "sign-in" && (
          <>
            {" "}
            <a href={signInHref} className="font-medium text-accent underline underline-offset-3">
              {t("signIn")}
            </a>
          </>
        )}
      </p>
    </div>
  )
}
