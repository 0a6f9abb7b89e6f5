import type { ProjectAccess } from "@/server/access"
import { type ExclusionWish, excludeAnswers } from "@/server/data/reliability/exclusions"
import { pauseMember } from "@/server/data/reliability/pause-member"

/** Leaves a person's answers out and, where wished, gives them no more tasks until resumed. */
export async function excludePerson(
  access: ProjectAccess<"annotations:exclude" | "members:update">,
  userId: string,
  { pause, ...wish }: ExclusionWish & { readonly pause: boolean },
): Promise<{ answers: number; reopened: number }> {
  const done = await excludeAnswers(access, userId, wish)
  if (pause) await pauseMember(access, userId, { paused: true, reason: wish.reason })
  return done
}
