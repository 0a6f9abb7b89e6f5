import type { Metadata } from "next"
import { toAccount } from "@/app/projects/to-account"
import { OperationList } from "@/components/api/operation-list"
import { TopShell } from "@/components/shell/top-shell"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { listOperations } from "@/server/api/list-operations"
import { requirePageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "API" }

export default async function ApiDocsPage() {
  const account = await requirePageActor().then(toAccount)
  return (
    <TopShell account={account}>
      <PageHeader
        title="API"
        lead="For programs. Keys are made in a project under API keys; every call sends one."
      />
      <div className="grid gap-8">
        <section className="prose-measure grid gap-3 text-sm text-ink-2">
          <pre className="overflow-x-auto rounded-control bg-sunken p-4 font-mono text-xs text-ink">
            {'curl -H "Authorization: Bearer dip_…" \\\n  https://…/api/v1/projects'}
          </pre>
          <p>
            Lists take <code>limit</code> and <code>cursor</code> and answer with <code>next</code>. Errors
            are problem documents (RFC 9457) with a code and, for input, the fields. A POST may carry an{" "}
            <code>Idempotency-Key</code>: the same call again under the same key is answered as the first
            time. 600 calls a minute and key.{" "}
            <TextLink
              href="/api/v1/openapi.json"
              // Not a page of the app: loaded ahead, it would be asked for again and again.
              prefetch={false}
            >
              The same as OpenAPI 3.1
            </TextLink>
          </p>
        </section>
        <OperationList groups={listOperations()} />
      </div>
    </TopShell>
  )
}
