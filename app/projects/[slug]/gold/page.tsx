import type { Metadata } from "next"
import { restoreGoldTask, retireGoldTask } from "@/app/projects/[slug]/gold/actions"
import { GoldSummary } from "@/components/gold/gold-summary"
import { GoldTable } from "@/components/gold/gold-table"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { listGold } from "@/server/data/gold-list"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Gold" }

export default async function GoldPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "tasks:update", "tasks:read", "results:read")
  const rows = await listGold(access)
  const path = `/projects/${slug}`
  return (
    <>
      <PageHeader
        title="Gold"
        lead="Tasks whose answer is known, mixed in unmarked. What people answer to them is not counted and not exported: it shows how careful they are."
      />
      {rows.length > 0 ? (
        <div className="grid gap-6">
          <GoldSummary rows={rows} settingsHref={`${path}/settings`} />
          <GoldTable
            rows={rows}
            slug={slug}
            tasksHref={`${path}/tasks`}
            retire={retireGoldTask}
            restore={restoreGoldTask}
          />
        </div>
      ) : (
        <div className="panel">
          <EmptyState
            title="No gold tasks yet"
            action={<LinkButton href={`${path}/tasks`}>Choose among the tasks</LinkButton>}
          >
            Mark a task on its page, make one of a ruling, or import them with “diptych gold import”.
          </EmptyState>
        </div>
      )}
    </>
  )
}
