import type { ReactNode } from "react"

/** A word of code in a sentence. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="rounded-[5px] bg-sunken px-1.5 py-0.5 font-mono text-[0.9em] wrap-anywhere">
      {children}
    </code>
  )
}
