"use client"

import { PlainPage } from "@/components/shell/plain-page"
import { Button } from "@/components/ui/button"
import { Code } from "@/components/ui/code"
import { LinkButton } from "@/components/ui/link-button"

/** The text of a server's error never reaches this page; the digest finds it in the server's log. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined
  return (
    <PlainPage
      title="Something on our side went wrong"
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <LinkButton href="/">Go to your projects</LinkButton>
        </>
      }
    >
      <p>
        What you saved before is safe. Trying again often helps; if it does not, tell whoever runs this
        instance.
      </p>
      {digest && (
        <p className="text-sm">
          They find it in the server’s log under <Code>{digest}</Code>.
        </p>
      )}
    </PlainPage>
  )
}
