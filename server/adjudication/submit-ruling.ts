import { rulingScale } from "@/core/adjudication/ruling-scale"
import type { Ruling, RulingResponse } from "@/core/adjudication/wire"
import { DiptychError } from "@/core/errors"
import { isOffered, toStored } from "@/core/verdict"
import type { ProjectAccess } from "@/server/access"
import { requireAdjudicator } from "@/server/adjudication/require-adjudicator"
import { createRuling } from "@/server/data/adjudication/create-ruling"
import { getTaskKind } from "@/server/data/adjudication/get-task-kind"
import { getAnnotateSetup } from "@/server/data/annotate-setup"

/** Takes a ruling in, in terms of the screen it was made on; the only place where its order is undone. */
export async function submitRuling(
  access: ProjectAccess<"adjudications:create" | "annotations:create">,
  ruling: Ruling,
): Promise<RulingResponse> {
  const who = requireAdjudicator(access)
  const { protocol } = await getAnnotateSetup(who)
  const { positionA, positionB, shown, verdict } = ruling
  if (![`${positionA}`, `${positionB}`].every((position) => shown.map(String).includes(position))) {
    throw new DiptychError("INVALID_INPUT", "The texts shown are not those of the pair.")
  }
  const scale = rulingScale(protocol.definition, await getTaskKind(who, ruling.task))
  if (verdict !== null && !isOffered(verdict, scale)) {
    throw new DiptychError("INVALID_INPUT", "The protocol does not offer that answer.")
  }
  // toStored speaks of positions 0 and 1: the pair's own first and second text.
  const order = shown[0] === positionA ? [0, 1] : [1, 0]
  const answer = verdict === null ? null : toStored(verdict, order)
  const { id } = await createRuling(who, { ...ruling, answer })
  return { id, gold: ruling.gold }
}
