import type { Metadata } from "next"
import { letPass, saveEntry, saveGrade, saveScreening } from "@/app/projects/[slug]/screening/actions"
import { EntryForm } from "@/components/screening/entry-form"
import { ScreeningForm } from "@/components/screening/screening-form"
import { ScreeningTable } from "@/components/screening/screening-table"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { getScreeningSetup, listScreeningPeople } from "@/server/data/screening/admin"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Screening" }

export default async function ScreeningPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:update", "members:read", "members:update")
  const setup = await getScreeningSetup(access)
  const people = setup.settings ? await listScreeningPeople(access) : []
  return (
    <>
      <PageHeader
        title="Screening"
        lead="Who may start: a project made of gold tasks can decide it, for itself or for others."
      />
      <div className="grid grid-cols-1 gap-8">
        {setup.settings &&
          (people.length > 0 ? (
            <ScreeningTable people={people} slug={slug} grade={saveGrade} decide={letPass} />
          ) : (
            <div className="panel">
              <EmptyState
                title="Nobody takes this screening yet"
                action={<LinkButton href={`/projects/${slug}/members`}>Invite people</LinkButton>}
              >
                Invite annotators here, or ask for it in another project: its people are led here.
              </EmptyState>
            </div>
          ))}
        <div className="grid max-w-3xl gap-8">
          <ScreeningForm slug={slug} setup={setup} save={saveScreening} />
          <EntryForm slug={slug} setup={setup} save={saveEntry} />
        </div>
      </div>
    </>
  )
}
