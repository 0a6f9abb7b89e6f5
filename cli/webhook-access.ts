import { UsageError } from "@/cli/usage-error"
import type { ProjectAccess } from "@/server/access"
import { requireProjectAccess } from "@/server/access"

/** Every webhook belongs to a project, which each of its commands names. */
export async function requireWebhookAccess(project: unknown): Promise<ProjectAccess<"project:update">> {
  if (typeof project !== "string") throw new UsageError("Expected --project SLUG.")
  return requireProjectAccess({ kind: "cli" }, project, "project:update")
}
