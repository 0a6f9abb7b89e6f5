import type { Metadata } from "next"
import { ProtocolView } from "@/components/projects/protocol-view"
import { When } from "@/components/projects/when"
import { PageHeader } from "@/components/ui/page-header"
import { getProtocol } from "@/server/data/projects"
import { orErrorPage, pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Protocol" }

export default async function ProtocolPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read")
  const protocol = await orErrorPage(() => getProtocol(access))
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
      <ProtocolView protocol={protocol.definition} />
    </>
  )
}
