import { roleHint, roleText } from "@/components/members/role-text"
import { Select } from "@/components/ui/select"
import type { ControlProps } from "@/components/ui/field"
import type { InstanceRole, ProjectRole } from "@/core/permissions"

export function RoleSelect({
  control,
  roles,
  value,
}: {
  control: ControlProps
  roles: readonly (ProjectRole | InstanceRole)[]
  value: ProjectRole | InstanceRole
}) {
  return (
    <Select {...control} name="role" defaultValue={value}>
      {roles.map((role) => (
        <option key={role} value={role}>
          {role === "MEMBER"
            ? "Member: only the projects they are invited to"
            : `${roleText(role)}: ${hint(role, roles)}`}
        </option>
      ))}
    </Select>
  )
}

// An owner of the instance is more than an owner of a project.
function hint(role: ProjectRole, roles: readonly (ProjectRole | InstanceRole)[]): string {
  return role === "OWNER" && roles.includes("MEMBER")
    ? "every project, and everybody's account"
    : roleHint[role]
}
