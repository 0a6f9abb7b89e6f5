import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { memberResource } from "@/core/api/resources"
import { projectRoles } from "@/core/permissions"
import { endpoint } from "@/server/api/endpoint"
import { addMember } from "@/server/auth/create-user"
import { listMembersForApi } from "@/server/data/api/lists"
import { deleteMember } from "@/server/data/memberships"

const slug = z.strictObject({ slug: z.string() })

export const memberEndpoints = [
  endpoint(
    {
      id: "listMembers",
      method: "GET",
      path: "/projects/{slug}/members",
      tag: "members",
      summary: "People of the project",
      access: { project: "members:read" },
      params: slug,
      query: z.strictObject(pageQuery),
      status: 200,
      answer: pageOf(memberResource),
    },
    async ({ access, query: { cursor, limit } }) =>
      toPage(await listMembersForApi(access, { after: parseCursor(cursor), limit }), limit),
  ),
  endpoint(
    {
      id: "addMember",
      method: "POST",
      path: "/projects/{slug}/members",
      tag: "members",
      summary: "Add a person, in the instance too where they are new",
      about: "Adding the same again changes nothing. They sign in by a link or by the provider.",
      access: { project: "members:update" },
      params: slug,
      body: z.strictObject({
        email: z.string().max(320),
        role: z.enum(projectRoles),
        name: z.string().max(200).optional(),
        cohort: z.string().max(100).optional(),
      }),
      status: 201,
      answer: z.strictObject({ id: z.uuid(), email: z.string(), added: z.boolean() }),
    },
    async ({ access, body: { email, role, name, cohort } }) => {
      const { userId, ...made } = await addMember(access, {
        email,
        role,
        ...(name !== undefined && { name }),
        ...(cohort !== undefined && { cohort }),
      })
      return { id: userId, ...made }
    },
  ),
  endpoint(
    {
      id: "removeMember",
      method: "DELETE",
      path: "/projects/{slug}/members/{id}",
      tag: "members",
      summary: "Take a person out of the project; what they judged stays",
      access: { project: "members:update" },
      params: slug.extend({ id: z.uuid() }),
      status: 204,
    },
    async ({ access, params }) => {
      await deleteMember(access, params.id)
      return undefined
    },
  ),
] as const
