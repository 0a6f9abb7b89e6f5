import type { ReactNode } from "react"
import { cx } from "@/components/ui/cx"

/** Nothing here yet: says why, and what to do next. */
export function EmptyState({
  title,
  children,
  action,
  level = 2,
  className,
}: {
  title: string
  children?: ReactNode
  /** A LinkButton or Button that is the way on. */
  action?: ReactNode
  level?: 1 | 2 | 3
  className?: string
}) {
  const Heading = `h${level}` as const
  return (
    <div
      className={cx("flex flex-col items-start gap-3 px-6 py-12 sm:items-center sm:text-center", className)}
    >
      <span aria-hidden className="mb-1 flex gap-1 opacity-70">
        <span className="h-9 w-6 rounded-s-md border border-line-strong" />
        <span className="h-9 w-6 rounded-e-md border border-dashed border-line-strong" />
      </span>
      <Heading className="text-lg">{title}</Heading>
      {children && <div className="max-w-[52ch] text-sm text-ink-2">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}
