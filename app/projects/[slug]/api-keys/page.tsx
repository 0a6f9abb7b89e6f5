import type { Metadata } from "next"
import { endKey, makeKey } from "@/app/projects/[slug]/api-keys/actions"
import { KeyTable } from "@/components/api/key-table"
import { MakeKeyDialog } from "@/components/api/make-key-dialog"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { listApiKeys } from "@/server/data/api-keys"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "API keys" }

type Props = { params: Promise<{ slug: string }> }

export default async function ApiKeysPage({ params }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:update")
  const keys = await listApiKeys(access)
  return (
    <>
      <PageHeader
        title="API keys"
        lead="For programs that read or fill this project. A key never may more than whose key it is."
        actions={<MakeKeyDialog slug={slug} make={makeKey} />}
      />
      {keys.length > 0 ? (
        <KeyTable slug={slug} keys={keys} now={new Date()} end={endKey} />
      ) : (
        <div className="panel">
          <EmptyState title="No keys yet">A key is shown once, when it is made.</EmptyState>
        </div>
      )}
      <p className="mt-4 text-sm text-ink-2">
        <TextLink href="/api-docs">What programs can ask for</TextLink>
      </p>
    </>
  )
}
