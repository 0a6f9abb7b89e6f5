import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import type { NewReview } from "@/server/data/demonstrations/review-demonstration"
import { reviewDemonstration as write } from "@/server/data/demonstrations/review-demonstration"

/** A review needs a person: the command line has no second pair of eyes. */
export async function reviewDemonstration(access: ProjectAccess<"adjudications:create">, review: NewReview) {
  const { userId } = access
  if (userId === null) throw new DiptychError("FORBIDDEN", "Only a person who is signed in can review.")
  return write({ ...access, userId }, review)
}
