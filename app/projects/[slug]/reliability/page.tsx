import type { Metadata } from "next"
import { ReliabilityTable } from "@/components/reliability/reliability-table"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { pageAccess } from "@/server/http/page"
import { listReliability } from "@/server/reliability/list-reliability"

export const metadata: Metadata = { title: "Reliability" }

export default async function ReliabilityPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "annotations:read", "members:read")
  const { people } = await listReliability(access)
  const path = `/projects/${slug}`
  return (
    <>
      <PageHeader
        title="Reliability"
        lead="How sure each person’s answers are, those to look at first. Every share has its 95 % interval; nobody is judged by their pace."
      />
      {people.length > 0 ? (
        <ReliabilityTable people={people} hrefBase={`${path}/reliability`} />
      ) : (
        <div className="panel">
          <EmptyState
            title="Nobody annotates here yet"
            action={<LinkButton href={`${path}/members`}>Invite people</LinkButton>}
          >
            Each person gets a card here with their first answers.
          </EmptyState>
        </div>
      )}
    </>
  )
}
