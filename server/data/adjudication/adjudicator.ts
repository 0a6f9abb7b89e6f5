import type { ProjectAccess } from "@/server/access"

/** A person with the right to rule; what they see is rendered as for an annotator, blind. */
export type Adjudicator = ProjectAccess<"adjudications:create" | "annotations:create"> & {
  readonly userId: string
}
