"use client"

import { Button } from "@/components/ui/button"
import { Code } from "@/components/ui/code"
import { EmptyState } from "@/components/ui/empty-state"

/** One page failed; the way to the others stays. */
export default function ProjectError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined
  return (
    <div className="panel">
      <EmptyState
        level={1}
        title="This page could not be put together"
        action={
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        <p>The data is safe; only the reading of it failed.</p>
        {digest && (
          <p className="mt-2">
            In the server’s log: <Code>{digest}</Code>
          </p>
        )}
      </EmptyState>
    </div>
  )
}
