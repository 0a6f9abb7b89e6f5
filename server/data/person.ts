import { DiptychError } from "@/core/errors"
import type { UserActor } from "@/server/actor"
import { db } from "@/server/data/db"

/** Name and address of the person who asks. */
export async function getPerson(actor: UserActor): Promise<{ name: string; email: string }> {
  const person = await db().user.findUnique({
    where: { id: actor.userId },
    select: { name: true, email: true },
  })
  if (!person) throw new DiptychError("NOT_SIGNED_IN", "Your account is gone.")
  return person
}
