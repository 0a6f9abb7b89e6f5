import type { ReactNode } from "react"
import { cx } from "@/components/ui/cx"

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad"

const tones: Readonly<Record<Tone, string>> = {
  neutral: "bg-line/70 text-ink-2",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
}

/** A short word of state. The word says it; the colour only helps. */
export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-full px-2 py-px text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
