import type { Metadata } from "next"
import { z } from "zod"
import { saveProtocol } from "@/app/projects/[slug]/protocol/actions"
import { ProtocolView } from "@/components/projects/protocol-view"
import { When } from "@/components/projects/when"
import { ProtocolEditor } from "@/components/protocol/protocol-editor"
import { VersionList } from "@/components/projects/version-list"
import { Notice } from "@/components/ui/notice"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { permissionsOf } from "@/server/access"
import { getProtocol } from "@/server/data/projects"
import { listProtocolVersions } from "@/server/data/protocols"
import { orErrorPage, pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Protocol" }

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ version?: string | string[] }> }

const versionSchema = z.coerce.number().int().min(1).optional().catch(undefined)

export default async function ProtocolPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read")
  const versions = await listProtocolVersions(access)
  const wanted = versionSchema.parse((await searchParams).version)
  const old = wanted !== undefined && versions.some((one) => one.version > wanted)
  const protocol = await orErrorPage(() => getProtocol(access, old ? wanted : undefined))
  const path = `/projects/${slug}/protocol`
  return (
    <>
      <PageHeader
        title="Protocol"
        lead={
          <>
            What people are asked. Version {protocol.version}, since <When at={protocol.createdAt} onlyDay />.
          </>
        }
      />
      {old && (
        <Notice className="mb-4">
          This is version {protocol.version}, as it was.{" "}
          <TextLink href={path}>Go to the one in force</TextLink>
        </Notice>
      )}
      {permissionsOf(access).includes("project:update") && !old ? (
        <ProtocolEditor slug={slug} current={protocol} hasTasks={protocol.hasTasks} save={saveProtocol} />
      ) : (
        <ProtocolView protocol={protocol.definition} />
      )}
      <div className="mt-10">
        <VersionList
          label="Versions of the protocol"
          versions={versions}
          shown={protocol.version}
          path={path}
          inRow
        />
      </div>
    </>
  )
}
