import type { Permission } from "@/core/permissions"

export type ProjectLink = { readonly href: string; readonly label: string; readonly exact: boolean }
/** Links that belong together, under a quiet heading. */
export type ProjectLinks = { readonly heading: string; readonly links: readonly ProjectLink[] }

type Link = { readonly path: string; readonly label: string; readonly needs: Permission }

const groups: readonly { heading: string; links: readonly Link[] }[] = [
  {
    heading: "Results",
    links: [
      { path: "", label: "Overview", needs: "tasks:read" },
      { path: "/numbers", label: "Numbers", needs: "results:read" },
      { path: "/tasks", label: "Tasks", needs: "tasks:read" },
      { path: "/annotations", label: "Annotations", needs: "annotations:read" },
      { path: "/adjudicate", label: "Rulings", needs: "adjudications:create" },
      { path: "/demonstrations", label: "Written texts", needs: "adjudications:create" },
      { path: "/questions", label: "Questions", needs: "questions:answer" },
    ],
  },
  {
    heading: "Data",
    links: [
      { path: "/import", label: "Import", needs: "imports:create" },
      { path: "/prompts", label: "Prompts", needs: "prompts:read" },
      { path: "/rounds", label: "Rounds", needs: "project:update" },
      { path: "/leaks", label: "Leaks", needs: "tasks:update" },
      { path: "/export", label: "Export", needs: "exports:create" },
    ],
  },
  {
    heading: "Quality",
    links: [
      { path: "/members", label: "People", needs: "members:read" },
      { path: "/reliability", label: "Reliability", needs: "members:read" },
      { path: "/screening", label: "Screening", needs: "members:update" },
      { path: "/gold", label: "Gold", needs: "tasks:update" },
      { path: "/consent", label: "Consent", needs: "project:update" },
    ],
  },
  {
    heading: "Set-up",
    links: [
      { path: "/guidelines", label: "Guidelines", needs: "project:read" },
      { path: "/protocol", label: "Protocol", needs: "project:read" },
      { path: "/settings", label: "Settings", needs: "project:update" },
      { path: "/api-keys", label: "API keys", needs: "project:update" },
      { path: "/webhooks", label: "Webhooks", needs: "project:update" },
      { path: "/audit", label: "Audit log", needs: "audit:read" },
    ],
  },
]

/** The pages of a project that a person may open, without the groups that are empty. The pages check for themselves. */
export function toProjectLinks(slug: string, permissions: readonly Permission[]): ProjectLinks[] {
  return groups
    .map(({ heading, links }) => ({
      heading,
      links: links
        .filter((link) => permissions.includes(link.needs))
        .map(({ path, label }) => ({ href: `/projects/${slug}${path}`, label, exact: path === "" })),
    }))
    .filter(({ links }) => links.length > 0)
}
