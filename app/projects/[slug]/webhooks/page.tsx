import type { Metadata } from "next"
import { makeWebhook, removeWebhook, replay } from "@/app/projects/[slug]/webhooks/actions"
import { DeliveryTable } from "@/components/api/delivery-table"
import { MakeWebhookDialog } from "@/components/api/make-webhook-dialog"
import { WebhookTable } from "@/components/api/webhook-table"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { listDeliveries, listWebhooks } from "@/server/data/webhooks/webhooks"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Webhooks" }

type Props = { params: Promise<{ slug: string }> }

export default async function WebhooksPage({ params }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:update")
  const [webhooks, deliveries] = await Promise.all([listWebhooks(access), listDeliveries(access)])
  return (
    <>
      <PageHeader
        title="Webhooks"
        lead="Addresses that are told what happens here, signed by the Standard Webhooks specification."
        actions={<MakeWebhookDialog slug={slug} make={makeWebhook} />}
      />
      {webhooks.length > 0 ? (
        <div className="grid gap-10">
          <WebhookTable slug={slug} webhooks={webhooks} remove={removeWebhook} />
          <section aria-labelledby="log" className="grid gap-4">
            <h2 id="log" className="text-lg">
              What was sent
            </h2>
            {deliveries.length > 0 ? (
              <DeliveryTable slug={slug} deliveries={deliveries} replay={replay} />
            ) : (
              <p className="text-sm text-ink-2">Nothing yet.</p>
            )}
          </section>
        </div>
      ) : (
        <div className="panel">
          <EmptyState title="No webhooks yet">
            Another program can be told when an export is made or a person joins.
          </EmptyState>
        </div>
      )}
    </>
  )
}
