import type { Metadata } from "next"
import { cookies, headers } from "next/headers"
import { localeCookie, toLocale } from "@/components/annotate/locale"
import { PreviewApp } from "@/components/annotate/preview/preview-app"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import { getMessages } from "@/messages/get-messages"
import { getProject, getProtocol } from "@/server/data/projects"
import { orErrorPage, pageAccess } from "@/server/http/page"
import { getSample } from "@/server/projects/get-sample"

export const metadata: Metadata = { title: "Preview" }

/** The annotate page with a sample, for the frame beside the protocol editor; saves nothing. */
export default async function PreviewPage({ params }: { params: Promise<{ project: string }> }) {
  const access = await pageAccess((await params).project, "project:update", "project:read", "prompts:read")
  const [project, protocol, sample] = await orErrorPage(() =>
    Promise.all([getProject(access), getProtocol(access), getSample(access)]),
  )
  const locale = toLocale(
    (await cookies()).get(localeCookie)?.value,
    (await headers()).get("accept-language") ?? "",
  )
  return (
    <PreviewApp
      project={{ slug: access.slug, name: project.name }}
      sample={sample}
      protocol={toWireProtocol(1, protocol.definition)}
      locale={locale}
      messages={await getMessages(locale)}
    />
  )
}
