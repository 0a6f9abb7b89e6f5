import type { Metadata } from "next"
import { changeRound, makeRound, moveRound } from "@/app/projects/[slug]/rounds/actions"
import { RoundDialog } from "@/components/rounds/round-dialog"
import { RoundTable } from "@/components/rounds/round-table"
import { EmptyState } from "@/components/ui/empty-state"
import { PageHeader } from "@/components/ui/page-header"
import { listRounds } from "@/server/data/rounds"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Rounds" }

type Props = { params: Promise<{ slug: string }> }

export default async function RoundsPage({ params }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:update")
  const rounds = await listRounds(access)
  return (
    <>
      <PageHeader
        title="Rounds"
        lead="Collect, train, collect again: what an import adds belongs to the active round. Tasks, numbers and exports can be had round by round."
        actions={<RoundDialog slug={slug} save={makeRound} />}
      />
      {rounds.length > 0 ? (
        <RoundTable slug={slug} rounds={rounds} change={changeRound} move={moveRound} />
      ) : (
        <div className="panel">
          <EmptyState title="No rounds yet">
            A project needs none. Make one before the answers of a new policy come in; what is here already
            stays outside of all rounds.
          </EmptyState>
        </div>
      )}
    </>
  )
}
