"use client"

import { useTranslations } from "next-intl"
import type { RefObject } from "react"
import { useEffect, useState } from "react"

const sides = ["left", "right"] as const

/** On a narrow screen one panel fills the width: these flip between the two, as a swipe does. */
export function SideTabs({ token, stage }: { token: string; stage: RefObject<HTMLElement | null> }) {
  const t = useTranslations("annotate")
  const [side, setSide] = useState<(typeof sides)[number]>("left")

  useEffect(() => {
    const row = stage.current?.querySelector<HTMLElement>(`[data-token='${token}'] [data-sides]`)
    if (!row) return
    const note = () => setSide(row.scrollLeft > row.clientWidth / 2 ? "right" : "left")
    note()
    row.addEventListener("scroll", note, { passive: true })
    return () => row.removeEventListener("scroll", note)
  }, [stage, token])

  const flip = (to: (typeof sides)[number]) => {
    const row = stage.current?.querySelector<HTMLElement>(`[data-token='${token}'] [data-sides]`)
    row?.scrollTo({ left: to === "right" ? row.scrollWidth : 0 })
    setSide(to)
  }
  return (
    <div role="group" aria-label={t("prompt")} className="side-tabs" dir="ltr">
      {sides.map((one) => (
        <button key={one} type="button" aria-pressed={side === one} onClick={() => flip(one)}>
          {t(one)}
        </button>
      ))}
    </div>
  )
}
