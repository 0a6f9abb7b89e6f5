import type { NewProjectInput } from "@/core/new-project"
import { parseNewProject } from "@/core/new-project"
import type { InstanceAccess } from "@/server/access"
import { insertProject } from "@/server/data/insert-project"
import { transaction } from "@/server/data/transaction"

/** INVALID_INPUT for a wrong field, CONFLICT for a slug that is taken. */
export async function createProject(
  access: InstanceAccess<"projects:create">,
  input: NewProjectInput,
): Promise<{ id: string; slug: string }> {
  const project = parseNewProject(input)
  return transaction((client) => insertProject(client, access, project))
}
