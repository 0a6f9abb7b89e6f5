import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { projectResource } from "@/core/api/resources"
import { DiptychError } from "@/core/errors"
import { slugPattern } from "@/core/new-project"
import { presetNames } from "@/core/presets/registry"
import { endpoint } from "@/server/api/endpoint"
import type { ApiProject } from "@/server/data/api/projects"
import { listProjectsForApi } from "@/server/data/api/projects"
import { createProject } from "@/server/projects/create-project"

const slug = z.strictObject({ slug: z.string() })

const newProject = z.strictObject({
  slug: z.string().regex(slugPattern, "expected 1 to 64 of a-z, 0-9 and -, not at an end"),
  name: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  guidelines: z.string().max(200_000).optional().meta({ description: "Markdown." }),
  preset: z.enum(presetNames).optional().meta({ description: "Protocol; see the guide for admins." }),
  overlap: z.int().min(1).max(100).optional().meta({ description: "Annotations wanted per task." }),
  pairing: z
    .string()
    .optional()
    .meta({ description: "`balanced:3`, `all`, `against:MODEL`, `kwise:4`, `as-imported`." }),
})

function withoutId(project: ApiProject) {
  const { slug, name, description, role, archived, createdAt } = project
  return { slug, name, description, role, archived, createdAt }
}

export const projectEndpoints = [
  endpoint(
    {
      id: "listProjects",
      method: "GET",
      path: "/projects",
      tag: "projects",
      summary: "Projects the key reaches",
      access: "any key",
      query: z.strictObject(pageQuery),
      status: 200,
      answer: pageOf(projectResource),
    },
    async ({ actor, query }) => {
      const rows = await listProjectsForApi(actor, { after: parseCursor(query.cursor), limit: query.limit })
      const { data, next } = toPage(rows, query.limit)
      return { data: data.map(withoutId), next }
    },
  ),
  endpoint(
    {
      id: "createProject",
      method: "POST",
      path: "/projects",
      tag: "projects",
      summary: "Make a project",
      access: { instance: "projects:create" },
      body: newProject,
      status: 201,
      answer: z.strictObject({ slug: z.string() }),
    },
    async ({ access, body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      const made = await createProject(access, given as typeof body & { slug: string })
      return { slug: made.slug }
    },
  ),
  endpoint(
    {
      id: "getProject",
      method: "GET",
      path: "/projects/{slug}",
      tag: "projects",
      summary: "One project",
      access: { project: "project:read" },
      params: slug,
      status: 200,
      answer: projectResource,
    },
    async ({ actor, params }) => {
      const [found] = await listProjectsForApi(actor, {
        after: parseCursor(undefined),
        limit: 1,
        slug: params.slug,
      })
      if (!found) throw new DiptychError("NOT_FOUND", "There is no such project here for you.")
      return withoutId(found)
    },
  ),
] as const
