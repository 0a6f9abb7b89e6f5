import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { cx } from "@/components/ui/cx"

export type NoticeTone = "info" | "good" | "warn" | "bad"

const looks = {
  info: { icon: Info, box: "bg-accent-soft", ink: "text-accent" },
  good: { icon: CircleCheck, box: "bg-good-soft", ink: "text-good" },
  warn: { icon: TriangleAlert, box: "bg-warn-soft", ink: "text-warn" },
  bad: { icon: CircleAlert, box: "bg-bad-soft", ink: "text-bad" },
} as const

/** A sentence that wants to be seen. `live` = it appears after something the person did. */
export function Notice({
  tone = "info",
  title,
  live = false,
  className,
  children,
}: {
  tone?: NoticeTone
  title?: string
  live?: boolean
  className?: string
  children?: ReactNode
}) {
  const { icon: Icon, box, ink } = looks[tone]
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cx("flex gap-3 rounded-control px-4 py-3 text-sm", box, className)}
    >
      <Icon aria-hidden className={cx("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 grow wrap-anywhere">
        {title && <p className={cx("font-medium", ink)}>{title}</p>}
        {children}
      </div>
    </div>
  )
}
