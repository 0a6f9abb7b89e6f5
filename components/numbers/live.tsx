"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"

/** How often it asks whether there is something new. */
const EVERY_MS = 5_000

/**
 * Looks now and then whether the figures have moved on and fetches the page anew when they have: calmly, only while
 * the page is in view, and never while somebody reads a table or a definition that is open.
 */
export function Live({
  address,
  seen,
  computedAt,
}: {
  address: string
  seen: string
  computedAt: string | null
}) {
  const router = useRouter()
  const [lost, setLost] = useState(false)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return
      void ask(address).then((answer) => {
        setLost(answer === null)
        if (answer !== null && answer !== seen) router.refresh()
      })
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [address, seen, router])
  return (
    <span data-print="no" className="inline-flex items-center gap-2 text-xs text-ink-3">
      <span aria-hidden className={lost ? "size-2 rounded-full bg-warn" : "size-2 rounded-full bg-good"} />
      <span role="status">
        {lost
          ? "No connection: figures of the last look."
          : computedAt === null
            ? "Live"
            : `Live · as of ${computedAt}`}
      </span>
    </span>
  )
}

async function ask(address: string): Promise<string | null> {
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } })
    if (!answer.ok) return null
    const body = (await answer.json()) as { seen: string }
    return body.seen
  } catch {
    return null
  }
}
