import { type AuditQuestion, auditGroups } from "@/core/numbers/bias-audit"
import { numbersQueryDefaults, toNumbersFilter } from "@/core/numbers/query"
import type { ProjectAccess } from "@/server/access"
import { listChosenGroups } from "@/server/data/demographics"
import { getFigures } from "@/server/numbers/get-figures"

/**
 * How groups of people answer, small ones hidden. Always over the whole project: filters that let in one more person
 * at a time would show what that person does by the difference.
 */
export async function getBiasAudit(
  access: ProjectAccess<"results:read" | "tasks:read" | "annotations:read" | "project:update">,
): Promise<AuditQuestion[]> {
  const figures = await getFigures(access, toNumbersFilter(numbersQueryDefaults))
  if (figures.state !== "ready") return []
  const { persons } = figures.kept.report
  return auditGroups(
    persons,
    await listChosenGroups(
      access,
      persons.map((person) => person.id),
    ),
  )
}
