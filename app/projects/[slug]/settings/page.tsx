import type { Metadata } from "next"
import { archiveProject, removeProject, saveSettings } from "@/app/projects/[slug]/settings/actions"
import { DangerZone } from "@/components/projects/danger-zone"
import { PairingText } from "@/components/projects/pairing-text"
import { SettingsForm } from "@/components/projects/settings-form"
import { PageHeader } from "@/components/ui/page-header"
import { permissionsOf } from "@/server/access"
import { getProjectSettings } from "@/server/data/projects"
import { orErrorPage, pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Settings" }

export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:update")
  const project = await orErrorPage(() => getProjectSettings(access))
  const {
    _count: counts,
    archivedAt,
    pairing,
    pairingN,
    pairingModelKey,
    createdAt,
    slug: _,
    ...settings
  } = project
  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid max-w-3xl gap-8">
        <SettingsForm slug={slug} settings={settings} tasks={counts.tasks} save={saveSettings} />
        <PairingText pairing={pairing} n={pairingN} modelKey={pairingModelKey} createdAt={createdAt} />
        <DangerZone
          slug={slug}
          archived={archivedAt !== null}
          counts={counts}
          setArchived={archiveProject}
          remove={permissionsOf(access).includes("project:delete") ? removeProject : null}
        />
      </div>
    </>
  )
}
