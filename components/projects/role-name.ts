import type { ProjectRole } from "@/core/permissions"

/** Roles as the interface says them. */
export const roleName: Readonly<Record<ProjectRole, string>> = {
  OWNER: "Owner",
  ADMIN: "Admin",
  REVIEWER: "Reviewer",
  ANNOTATOR: "Annotator",
}
