import type { ReactNode } from "react"

/** The head of a page: what it is, one line about it, and what can be done here. */
export function PageHeader({
  title,
  lead,
  actions,
  above,
}: {
  title: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  /** A way back, over the title. */
  above?: ReactNode
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 grow basis-72">
        {above && <div className="mb-1 text-sm text-ink-2">{above}</div>}
        <h1 dir="auto" className="text-2xl wrap-anywhere">
          {title}
        </h1>
        {lead && <p className="prose-measure mt-1 text-ink-2">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  )
}
