import type { ReactNode } from "react"
import { Brand } from "@/components/shell/brand"

/** A page with one thing to say, in the middle: errors, refusals, the end of something. */
export function PlainPage({
  title,
  children,
  actions,
}: {
  title: string
  children: ReactNode
  actions?: ReactNode
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-16">
      <Brand />
      <h1 className="text-2xl">{title}</h1>
      <div className="grid gap-3 text-ink-2">{children}</div>
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
    </main>
  )
}
