import { DiptychError } from "@/core/errors"
import type { Actor } from "@/server/actor"
import { db } from "@/server/data/db"

/** Who asked for work that is done later, with the role of now. Throws FORBIDDEN for a closed account. */
export async function requireSameActor(actor: Actor): Promise<Actor> {
  if (actor.kind === "cli") return actor
  const user = await db().user.findFirst({
    where: { id: actor.userId, disabledAt: null },
    select: { role: true },
  })
  if (!user) throw new DiptychError("FORBIDDEN", "The account that asked for this is closed.")
  return { ...actor, instanceRole: user.role }
}
