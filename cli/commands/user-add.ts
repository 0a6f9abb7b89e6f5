import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import type { InstanceRole, ProjectRole } from "@/core/permissions"
import { instanceRoles, projectRoles } from "@/core/permissions"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { addMember, createUser } from "@/server/auth/create-user"

export const userAddCommand: Command = {
  name: "user add",
  summary: "Add a person to the instance or to a project",
  usage: "EMAIL",
  help: `  --role ROLE       in the instance: ${instanceRoles.join(" | ")}
                    with --project: ${projectRoles.join(" | ")}
  --project SLUG    the project; a person who is new is added to the instance as MEMBER too
  --name NAME       as others see the person

Adding the same again changes nothing. The person signs in with a link (diptych sign-in-link EMAIL).

Example:
  diptych user add ada@example.org --role ANNOTATOR --project tone`,
  options: {
    role: { type: "string" },
    project: { type: "string" },
    name: { type: "string" },
  },
  database: true,
  run: async ({ positionals, values }) => {
    const [email, ...extra] = positionals
    if (!email || extra.length > 0) throw new UsageError("Expected exactly one EMAIL.")
    const { project } = values
    const person = { email, ...(typeof values.name === "string" && { name: values.name }) }
    const cli = { kind: "cli" } as const
    if (typeof project !== "string") {
      const role = oneOf<InstanceRole>(values.role, instanceRoles)
      const result = await createUser(requireInstanceAccess(cli, "users:manage"), { ...person, role })
      return toResult(result, role, null)
    }
    const role = oneOf<ProjectRole>(values.role, projectRoles)
    const access = await requireProjectAccess(cli, project, "members:update")
    return toResult(await addMember(access, { ...person, role }), role, project)
  },
}

function oneOf<R extends string>(given: unknown, roles: readonly R[]): R {
  const role = roles.find((each) => each === String(given).toUpperCase())
  if (!role) throw new UsageError(`Expected --role ${roles.join(" | ")}.`)
  return role
}

function toResult(result: { email: string; added: boolean }, role: string, project: string | null) {
  const place = project ?? "this instance"
  return {
    json: { email: result.email, role, project, added: result.added },
    text: `${result.email} ${result.added ? "is now" : "was already"} ${role} in ${place}.`,
  }
}
