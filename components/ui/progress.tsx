import { cx } from "@/components/ui/cx"

export type ProgressPart = { readonly label: string; readonly value: number; readonly tone: PartTone }
export type PartTone = "done" | "running" | "warn"

const fills: Readonly<Record<PartTone, string>> = {
  done: "fill-accent",
  running: "fill-accent-line",
  warn: "fill-warn",
}

/**
 * How far something is, in parts of a whole. Drawn as SVG: widths are attributes there, and a strict
 * content security policy allows those where it forbids inline styles.
 */
export function Progress({
  label,
  parts,
  total,
  className,
}: {
  /** Names the bar for assistive technology. */
  label: string
  parts: readonly ProgressPart[]
  total: number
  className?: string
}) {
  const whole = Math.max(total, 1)
  const shown = parts.filter((part) => part.value > 0)
  const bars = shown.map((part, index) => {
    const before = shown.slice(0, index).reduce((sum, each) => sum + each.value, 0)
    return { ...part, x: (before / whole) * 100, width: (part.value / whole) * 100 }
  })
  const text = parts.map((part) => `${part.value} ${part.label}`).join(", ")
  return (
    <svg
      role="img"
      aria-label={`${label}: ${text}, of ${total}`}
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      className={cx("block h-2 w-full overflow-hidden rounded-full bg-line", className)}
    >
      {bars.map((bar) => (
        <rect key={bar.label} x={bar.x} y={0} width={bar.width} height={1} className={fills[bar.tone]} />
      ))}
    </svg>
  )
}
