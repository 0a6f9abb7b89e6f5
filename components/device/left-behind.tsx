"use client"

import { useEffect, useState } from "react"
import { countWaiting, forgetPages, wipeTexts } from "@/components/device/on-this-device"
import { Notice } from "@/components/ui/notice"

/**
 * On the pages where somebody comes or goes: no page of the one before stays at hand, after signing
 * out (`wipe`) no text either, and answers that still wait are spoken of.
 */
export function LeftBehind({ wipe = false }: { wipe?: boolean }) {
  const [waiting, setWaiting] = useState(0)
  useEffect(() => {
    forgetPages().catch(() => undefined)
    if (wipe) wipeTexts().catch(() => undefined)
    countWaiting()
      .then(setWaiting)
      .catch(() => undefined)
  }, [wipe])
  if (waiting === 0) return null
  return (
    <Notice live tone="warn">
      {waiting === 1 ? "One answer" : `${waiting} answers`} on this device {waiting === 1 ? "has" : "have"}{" "}
      not reached the server yet. Sign in with the account that gave {waiting === 1 ? "it" : "them"}, and open
      its project.
    </Notice>
  )
}
