import type { Metadata } from "next"
import { AuditFilters } from "@/components/projects/audit-filters"
import { AuditSeal } from "@/components/projects/audit-seal"
import { AuditTable } from "@/components/projects/audit-table"
import { buttonStyle } from "@/components/ui/button-style"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { auditPerPage, auditQueryDefaults, auditQuerySchema } from "@/core/lists/audit-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { getAuditFilterChoices, listAudit } from "@/server/data/audit-list"
import { getSealState } from "@/server/data/seal/audit-for-export"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Audit log" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AuditPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "audit:read")
  const query = auditQuerySchema.parse(toSingleValues(await searchParams))
  const [{ rows, total }, choices, seal] = await Promise.all([
    listAudit(access, query),
    getAuditFilterChoices(access),
    getSealState(access),
  ])
  const path = `/projects/${slug}/audit`
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Who changed what in this project. Rows are only ever added."
        actions={
          <a href={`/api/projects/${slug}/audit`} download={`audit-${slug}.jsonl`} className={buttonStyle()}>
            Export
          </a>
        }
      />
      <AuditSeal {...seal} />
      <AuditFilters path={path} query={query} {...choices} />
      {rows.length > 0 ? (
        <AuditTable
          rows={rows}
          hrefOfSubject={(row) =>
            path + toQueryString(auditQueryDefaults, auditQueryDefaults, { subject: row.subjectId })
          }
        />
      ) : (
        <div className="panel">
          <EmptyState title="No entry fits" action={<LinkButton href={path}>Show all</LinkButton>} />
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={auditPerPage}
        total={total}
        noun="entries"
        hrefOf={(page) => path + toQueryString(query, auditQueryDefaults, { page })}
      />
    </>
  )
}
