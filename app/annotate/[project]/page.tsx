import type { Metadata } from "next"
import { cookies, headers } from "next/headers"
import { signOut } from "@/app/projects/sign-out"
import { AnnotateApp } from "@/components/annotate/annotate-app"
import { localeCookie, toLocale } from "@/components/annotate/locale"
import { getMessages } from "@/messages/get-messages"
import { accountOf } from "@/server/annotate/require-annotator"
import { getPerson } from "@/server/data/person"
import { getProject } from "@/server/data/projects"
import { orErrorPage, pageAccess, requirePageActor } from "@/server/http/page"

type Props = { params: Promise<{ project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const access = await pageAccess((await params).project, "annotations:create", "project:read")
  return { title: (await getProject(access)).name }
}

/** The page itself holds no task: texts belong to the account's store on the device, not to a cached page. */
export default async function AnnotatePage({ params }: Props) {
  const access = await pageAccess((await params).project, "annotations:create", "project:read")
  const actor = await requirePageActor()
  const [project, person] = await orErrorPage(() => Promise.all([getProject(access), getPerson(actor)]))
  const locale = toLocale(
    (await cookies()).get(localeCookie)?.value,
    (await headers()).get("accept-language") ?? "",
  )
  return (
    <AnnotateApp
      account={accountOf(actor.userId)}
      project={{ slug: access.slug, name: project.name }}
      person={person.name || person.email}
      locale={locale}
      messages={await getMessages(locale)}
      signOut={signOut}
    />
  )
}
