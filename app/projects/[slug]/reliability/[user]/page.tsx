import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { z } from "zod"
import {
  bringBack,
  exclude,
  pausePerson,
  previewExclude,
  reopen,
} from "@/app/projects/[slug]/reliability/actions"
import { ConcernPanel } from "@/components/reliability/concern-panel"
import { ExcludeDialog } from "@/components/reliability/exclude-dialog"
import { ExclusionList } from "@/components/reliability/exclusion-list"
import { PauseDialog } from "@/components/reliability/pause-dialog"
import { ReliabilityCard } from "@/components/reliability/reliability-card"
import { Badge } from "@/components/ui/badge"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { listExclusions } from "@/server/data/reliability/exclusions"
import { orErrorPage, pageAccess } from "@/server/http/page"
import { getReliability } from "@/server/reliability/list-reliability"

export const metadata: Metadata = { title: "Reliability" }

type Props = { params: Promise<{ slug: string; user: string }> }

export default async function PersonPage({ params }: Props) {
  const { slug, user } = await params
  const access = await pageAccess(
    slug,
    "annotations:read",
    "members:read",
    "members:update",
    "annotations:exclude",
  )
  if (!z.uuid().safeParse(user).success) notFound()
  const [{ person, rates }, exclusions] = await Promise.all([
    orErrorPage(() => getReliability(access, user)),
    listExclusions(access, user),
  ])
  const paused = person.pausedAt !== null
  const path = `/projects/${slug}`
  return (
    <>
      <PageHeader
        above={<TextLink href={`${path}/reliability`}>Reliability</TextLink>}
        title={person.name || person.email}
        lead={
          <>
            {person.name && person.email} {paused && <Badge tone="warn">Paused</Badge>}
            {person.role === null && <Badge>Not a member any more</Badge>}
          </>
        }
        actions={
          <>
            <LinkButton href={`${path}/annotations?person=${user}`}>Their answers</LinkButton>
            {person.role !== null && (
              <PauseDialog slug={slug} userId={user} paused={paused} send={pausePerson} />
            )}
            <ExcludeDialog
              slug={slug}
              userId={user}
              actions={{ exclude, preview: previewExclude }}
              mayPause={person.role !== null && !paused}
            />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-5">
        <ConcernPanel person={person} />
        <ReliabilityCard person={person} rates={rates} />
        {exclusions.length > 0 && (
          <ExclusionList entries={exclusions} slug={slug} userId={user} reverse={bringBack} reopen={reopen} />
        )}
      </div>
    </>
  )
}
