import type { Metadata } from "next"
import { z } from "zod"
import { AdjudicateApp } from "@/components/adjudicate/adjudicate-app"
import { contestedQuerySchema } from "@/core/lists/contested-query"
import { toSingleValues } from "@/core/lists/query-string"
import { getMessages } from "@/messages/get-messages"
import { accountOf } from "@/server/annotate/require-annotator"
import { getRulingSettings } from "@/server/data/adjudication/ruling-settings"
import { getGuideline } from "@/server/data/guidelines"
import { getProject } from "@/server/data/projects"
import { orErrorPage, pageAccess, requirePageActor } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

export const metadata: Metadata = { title: "Rulings" }

type Props = {
  params: Promise<{ project: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The page itself holds no task; each is fetched under a lease. */
export default async function AdjudicatePage({ params, searchParams }: Props) {
  const access = await pageAccess(
    (await params).project,
    "adjudications:create",
    "annotations:create",
    "project:read",
  )
  const actor = await requirePageActor()
  const query = toSingleValues(await searchParams)
  const [project, settings, guideline] = await orErrorPage(() =>
    Promise.all([getProject(access), getRulingSettings(access), getGuideline(access)]),
  )
  return (
    <AdjudicateApp
      account={accountOf(actor.userId)}
      project={{ slug: access.slug, name: project.name }}
      filter={contestedQuerySchema.omit({ page: true }).parse(query)}
      only={z.uuid().safeParse(query["task"]).data}
      reasonRequired={settings.rulingReason}
      guidelines={guideline && { version: guideline.version, html: await renderText(guideline.markdown) }}
      messages={await getMessages("en")}
    />
  )
}
