import type { ProjectAccess } from "@/server/access"

/** A person who may annotate in one project: what every query of the annotate loop asks for first. */
export type Annotator = ProjectAccess<"annotations:create"> & { readonly userId: string }
