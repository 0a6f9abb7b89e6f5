import { DiptychError } from "@/core/errors"
import type { ProjectAccess } from "@/server/access"
import type { Adjudicator } from "@/server/data/adjudication/adjudicator"

/** The person who rules; the command line is nobody. */
export function requireAdjudicator(
  access: ProjectAccess<"adjudications:create" | "annotations:create">,
): Adjudicator {
  const { userId } = access
  if (userId === null) throw new DiptychError("FORBIDDEN", "Only a person who is signed in can rule.")
  return { ...access, userId }
}
