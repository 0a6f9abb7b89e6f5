import { roleName } from "@/components/projects/role-name"
import type { InstanceRole, ProjectRole } from "@/core/permissions"

/** A role in one line, where it is chosen. */
export const roleHint: Readonly<Record<ProjectRole, string>> = {
  OWNER: "everything, also deleting the project",
  ADMIN: "imports, settings, people, exports",
  REVIEWER: "sees all answers, decides disagreements",
  ANNOTATOR: "compares, and sees nothing else",
}

export function roleText(role: ProjectRole | InstanceRole): string {
  return role === "MEMBER" ? "Member" : roleName[role]
}
