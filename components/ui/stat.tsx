import type { ReactNode } from "react"
import { cx } from "@/components/ui/cx"

/** One figure with what it counts, its interval where it has one, and its n. */
export function Stat({
  label,
  value,
  interval,
  n,
  note,
  tone = "ink",
}: {
  label: ReactNode
  value: ReactNode
  /** For instance "±1.4" or ".41–.51". */
  interval?: ReactNode
  /** Of how many. */
  n?: number | string
  note?: ReactNode
  tone?: "ink" | "warn"
}) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className="mt-0.5">
        <span className={cx("figures text-2xl font-semibold", tone === "warn" && "text-warn")}>{value}</span>
        {interval && (
          <>
            {/* A space and no margin: where it goes below the value it begins where the value does. */}{" "}
            <span className="figures text-sm whitespace-nowrap text-ink-2">{interval}</span>
          </>
        )}
        {(n !== undefined || note) && (
          <span className="figures block text-xs text-ink-3">
            {n !== undefined && <>n {typeof n === "number" ? n.toLocaleString("en") : n}</>}
            {n !== undefined && note && " · "}
            {note}
          </span>
        )}
      </dd>
    </div>
  )
}

/** Figures side by side, parted by room and not by boxes. */
export function StatRow({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]">
      {children}
    </dl>
  )
}
