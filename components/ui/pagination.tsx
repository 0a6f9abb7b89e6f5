import { ChevronLeft, ChevronRight } from "lucide-react"
import { cx } from "@/components/ui/cx"
import { LinkButton } from "@/components/ui/link-button"

/** Which rows of how many, and the way to the others. `hrefOf(page)` keeps filters and order in the URL. */
export function Pagination({
  page,
  perPage,
  total,
  noun,
  hrefOf,
  className,
}: {
  /** From 1. */
  page: number
  perPage: number
  total: number
  /** Plural, for instance "tasks". */
  noun: string
  hrefOf: (page: number) => string
  className?: string
}) {
  // An empty list says so by itself.
  if (total === 0) return null
  const pages = Math.max(1, Math.ceil(total / perPage))
  const from = Math.min(total, (page - 1) * perPage + 1)
  const to = Math.min(total, page * perPage)
  const show = (value: number) => value.toLocaleString("en")
  return (
    <nav
      aria-label={`Pages of ${noun}`}
      className={cx("flex flex-wrap items-center justify-between gap-3 text-sm text-ink-2", className)}
    >
      <p className="figures">{`${show(from)}–${show(to)} of ${show(total)} ${noun}`}</p>
      {pages > 1 && (
        <div className="flex items-center gap-2">
          <Step to={page > 1 ? hrefOf(page - 1) : undefined}>
            <ChevronLeft aria-hidden className="size-4 rtl:rotate-180" /> Previous
          </Step>
          <span className="figures px-1">
            {show(page)} / {show(pages)}
          </span>
          <Step to={page < pages ? hrefOf(page + 1) : undefined}>
            Next <ChevronRight aria-hidden className="size-4 rtl:rotate-180" />
          </Step>
        </div>
      )}
    </nav>
  )
}

function Step({ to, children }: { to: string | undefined; children: React.ReactNode }) {
  if (!to) return null
  return (
    <LinkButton href={to} size="sm">
      {children}
    </LinkButton>
  )
}
