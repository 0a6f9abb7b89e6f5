import type { ReactNode } from "react"

/** A key, as on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex min-h-5 min-w-5 items-center justify-center rounded-[5px] border border-line bg-sunken px-1.5 font-mono text-xs font-semibold text-ink-2">
      {children}
    </kbd>
  )
}
