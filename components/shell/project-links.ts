import type { Permission } from "@/core/permissions"

export type ProjectLink = { readonly href: string; readonly label: string; readonly exact: boolean }

const links: readonly { path: string; label: string; needs: Permission }[] = [
  { path: "", label: "Overview", needs: "tasks:read" },
  { path: "/numbers", label: "Numbers", needs: "results:read" },
  { path: "/tasks", label: "Tasks", needs: "tasks:read" },
  { path: "/annotations", label: "Annotations", needs: "annotations:read" },
  { path: "/adjudicate", label: "Rulings", needs: "adjudications:create" },
  { path: "/questions", label: "Questions", needs: "questions:answer" },
  { path: "/members", label: "People", needs: "members:read" },
  { path: "/reliability", label: "Reliability", needs: "members:read" },
  { path: "/screening", label: "Screening", needs: "members:update" },
  { path: "/gold", label: "Gold", needs: "tasks:update" },
  { path: "/leaks", label: "Leaks", needs: "tasks:update" },
  { path: "/import", label: "Import", needs: "imports:create" },
  { path: "/rounds", label: "Rounds", needs: "project:update" },
  { path: "/export", label: "Export", needs: "exports:create" },
  { path: "/guidelines", label: "Guidelines", needs: "project:read" },
  { path: "/consent", label: "Consent", needs: "project:update" },
  { path: "/protocol", label: "Protocol", needs: "project:read" },
  { path: "/settings", label: "Settings", needs: "project:update" },
  { path: "/api-keys", label: "API keys", needs: "project:update" },
  { path: "/webhooks", label: "Webhooks", needs: "project:update" },
  { path: "/audit", label: "Audit log", needs: "audit:read" },
]

/** The pages of a project that a person may open. The pages check for themselves. */
export function toProjectLinks(slug: string, permissions: readonly Permission[]): ProjectLink[] {
  return links
    .filter((link) => permissions.includes(link.needs))
    .map(({ path, label }) => ({ href: `/projects/${slug}${path}`, label, exact: path === "" }))
}
