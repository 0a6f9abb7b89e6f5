import { describe, expect, test } from "vitest"
import { z } from "zod"
import { DiptychError } from "@/core/errors"
import type { ProjectRole } from "@/core/permissions"
import {
  instancePermissions,
  instanceRolePermissions,
  permissions,
  projectRoles,
  rolePermissions,
} from "@/core/permissions"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { addMember } from "@/server/auth/create-user"
import { db } from "@/server/data/db"
import { deleteMember, insertMembership, listMembers, updateMember } from "@/server/data/memberships"
import { setUserClosed, updateUserRole } from "@/server/data/users"
import { requireInstanceAccess } from "@/server/access"
import { route } from "@/server/http/route"
import { memberQueryDefaults, memberQuerySchema } from "@/core/lists/member-list"
import { browserHeaders, sessionFor } from "@/tests/support/sign-in"

const cli = { kind: "cli" } as const

async function memberOf(projectId: string, role: ProjectRole) {
  const user = await createUser()
  await db().$transaction(async (tx) => insertMembership(tx, { projectId, userId: user.id, role }))
  return user
}

const actorOf = (userId: string): UserActor => ({
  kind: "user",
  userId,
  sessionId: "",
  instanceRole: "MEMBER",
})
const updater = async (userId: string, slug: string) =>
  requireProjectAccess(actorOf(userId), slug, "members:update")

type Handler = ReturnType<typeof route>
async function call(handler: Handler, slug: string, headers?: Headers, init: RequestInit = {}) {
  const request = new Request(`http://localhost:3000/api/projects/${slug}`, {
    ...init,
    headers: headers ?? browserHeaders(),
  })
  const response = await handler(request, { params: Promise.resolve({ slug }) })
  return { status: response.status, body: await response.json().catch(() => null) }
}

describe("every permission of a project, by every kind of person", () => {
  test.each(permissions)("%s", async (permission) => {
    const project = await createProject()
    const handler = route({ access: { project: permission } }, async () => ({ done: true }))
    expect((await call(handler, project.slug)).status).toBe(401)
    const stranger = await sessionFor((await createUser()).id)
    const notThere = await call(handler, "no-such-project", stranger.headers)
    const notMine = await call(handler, project.slug, stranger.headers)
    expect(notMine.status).toBe(404)
    expect(JSON.stringify(notMine.body)).toBe(
      JSON.stringify(notThere.body).replace("no-such-project", project.slug),
    )
    for (const role of projectRoles) {
      const { headers } = await sessionFor((await memberOf(project.id, role)).id)
      const expected = rolePermissions[role].includes(permission) ? 200 : 403
      expect((await call(handler, project.slug, headers)).status, `${role} ${permission}`).toBe(expected)
    }
    const owner = await sessionFor((await createUser({ role: "OWNER" })).id)
    expect((await call(handler, project.slug, owner.headers)).status).toBe(200)
  })
})

test.each(instancePermissions)("instance: %s", async (permission) => {
  const handler = route({ access: { instance: permission } }, async () => ({ done: true }))
  expect((await call(handler, "x")).status).toBe(401)
  for (const role of ["OWNER", "MEMBER"] as const) {
    const { headers } = await sessionFor((await createUser({ role })).id)
    expect((await call(handler, "x", headers)).status).toBe(
      instanceRolePermissions[role].includes(permission) ? 200 : 403,
    )
  }
})

test("several permissions are all needed", async () => {
  const project = await createProject()
  const handler = route({ access: { project: ["annotations:read", "members:read"] } }, async () => ({}))
  const reviewer = await sessionFor((await memberOf(project.id, "REVIEWER")).id)
  expect((await call(handler, project.slug, reviewer.headers)).status).toBe(403)
})

test("signed-in is for everybody with a session, public for everybody", async () => {
  const mine = route({ access: "signed-in" }, async ({ access }) => ({ id: access.userId }))
  const open = route({ access: "public" }, async ({ access }) => ({ someone: access !== null }))
  const user = await createUser()
  const { headers } = await sessionFor(user.id)
  expect((await call(mine, "x")).status).toBe(401)
  expect((await call(mine, "x", headers)).body).toEqual({ id: user.id })
  expect((await call(open, "x")).body).toEqual({ someone: false })
  expect((await call(open, "x", headers)).body).toEqual({ someone: true })
})

test("the handler does not run, nor is the body read, for those who are refused", async () => {
  const project = await createProject()
  let ran = false
  const handler = route(
    { access: { project: "imports:create" }, body: z.object({ a: z.string() }) },
    async () => {
      ran = true
      return {}
    },
  )
  const { headers } = await sessionFor((await memberOf(project.id, "ANNOTATOR")).id)
  expect((await call(handler, project.slug, headers, { method: "POST", body: "not json" })).status).toBe(403)
  expect(ran).toBe(false)
})

test("removing a membership ends access with the next request, and the answers stay", async () => {
  const project = await createProject()
  const [owner, member] = [await memberOf(project.id, "OWNER"), await memberOf(project.id, "ANNOTATOR")]
  const { headers } = await sessionFor(member.id)
  const handler = route({ access: { project: "annotations:create" } }, async () => ({}))
  expect((await call(handler, project.slug, headers)).status).toBe(200)
  await deleteMember(await updater(owner.id, project.slug), member.id)
  expect((await call(handler, project.slug, headers)).status).toBe(404)
})

test("a changed role holds from the next request on", async () => {
  const project = await createProject()
  const [owner, member] = [await memberOf(project.id, "OWNER"), await memberOf(project.id, "ANNOTATOR")]
  const { headers } = await sessionFor(member.id)
  const handler = route({ access: { project: "results:read" } }, async () => ({}))
  expect((await call(handler, project.slug, headers)).status).toBe(403)
  await updateMember(await updater(owner.id, project.slug), member.id, { role: "REVIEWER" })
  expect((await call(handler, project.slug, headers)).status).toBe(200)
})

describe("another site's page", () => {
  const handler = route({ access: "signed-in" }, async () => ({}))
  test.each([
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: "http://other.localhost:3000" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "", origin: "https://evil.example" },
    { "sec-fetch-site": "", origin: "null" },
    { "sec-fetch-site": "", origin: "http://localhost:3001" },
  ])("cannot send %o", async (given) => {
    const { headers } = await sessionFor((await createUser()).id)
    headers.delete("sec-fetch-site")
    for (const [name, value] of Object.entries(given)) if (value) headers.set(name, value)
    expect((await call(handler, "x", headers, { method: "POST" })).status).toBe(403)
  })

  test("is told from our own by either header, and from a program that sends none", async () => {
    const { headers } = await sessionFor((await createUser()).id)
    expect((await call(handler, "x", headers, { method: "POST" })).status).toBe(200)
    headers.delete("sec-fetch-site")
    expect((await call(handler, "x", headers, { method: "POST" })).status).toBe(200)
    headers.set("origin", "http://localhost:3000")
    expect((await call(handler, "x", headers, { method: "POST" })).status).toBe(200)
  })
})

describe("errors", () => {
  const failing = (thrown: unknown) =>
    route({ access: "public" }, async () => {
      throw thrown
    })

  test("of ours keep code, message and details", async () => {
    const { status, body } = await call(
      failing(new DiptychError("CONFLICT", "Taken.", { field: "slug" })),
      "x",
    )
    expect(status).toBe(409)
    expect(body).toEqual({ error: { code: "CONFLICT", message: "Taken.", details: { field: "slug" } } })
  })

  test("nobody foresaw say nothing but a number, which the log has too", async () => {
    const logged: string[] = []
    const { error } = console
    console.error = (line: string) => logged.push(line)
    const { status, body } = await call(failing(new Error("password=hunter2 at /srv/x.ts")), "x")
    console.error = error
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toMatch(/hunter2|srv/)
    expect(logged.join("")).toContain(body.error.details.id)
    expect(logged.join("")).toContain("hunter2")
  })

  test("of the database are known by their code", async () => {
    const user = await createUser()
    const twice = route({ access: "public" }, async () => db().user.create({ data: { email: user.email } }))
    expect((await call(twice, "x")).status).toBe(409)
    const raw = route({ access: "public" }, async () => {
      await db().$executeRaw`INSERT INTO "User" ("id", "email") VALUES (gen_random_uuid(), ${user.email})`
      return {}
    })
    expect((await call(raw, "x")).status).toBe(409)
    const against = route({ access: "public" }, async () =>
      db().user.create({ data: { email: "UPPER@CASE.test" } }),
    )
    expect((await call(against, "x")).status).toBe(400)
  })

  test("of input name each field", async () => {
    const handler = route(
      { access: "public", body: z.object({ n: z.number(), deep: z.object({ s: z.string() }) }) },
      async ({ body }) => body,
    )
    const bad = await call(handler, "x", undefined, { method: "POST", body: '{"n":"1","deep":{}}' })
    expect(bad.status).toBe(400)
    expect(Object.keys(bad.body.error.details.fields)).toEqual(["n", "deep.s"])
    const good = await call(handler, "x", undefined, { method: "POST", body: '{"n":1,"deep":{"s":""}}' })
    expect(good.body).toEqual({ n: 1, deep: { s: "" } })
  })

  test("of size stop the reading", async () => {
    const handler = route({ access: "public", body: z.unknown(), maxBytes: 10 }, async () => ({}))
    const long = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode("aaaaaaaa")),
    })
    const init = { method: "POST", body: long, duplex: "half" } as RequestInit
    expect((await call(handler, "x", undefined, init)).status).toBe(413)
  })
})

describe("owners", () => {
  test("the last owner of a project is neither removed nor demoted, by themselves or by others", async () => {
    const project = await createProject()
    const owner = await memberOf(project.id, "OWNER")
    const self = await updater(owner.id, project.slug)
    await expect(deleteMember(self, owner.id)).rejects.toMatchObject({ code: "CONFLICT" })
    await expect(updateMember(self, owner.id, { role: "ADMIN" })).rejects.toMatchObject({ code: "CONFLICT" })
    const second = await memberOf(project.id, "OWNER")
    await updateMember(self, owner.id, { role: "ADMIN" })
    await expect(deleteMember(await updater(second.id, project.slug), second.id)).rejects.toThrow()
  })

  test("two owners who remove each other at the same moment leave one", async () => {
    const project = await createProject()
    const [a, b] = [await memberOf(project.id, "OWNER"), await memberOf(project.id, "OWNER")]
    const [byA, byB] = [await updater(a.id, project.slug), await updater(b.id, project.slug)]
    const done = await Promise.allSettled([deleteMember(byA, b.id), deleteMember(byB, a.id)])
    expect(done.filter((one) => one.status === "fulfilled")).toHaveLength(1)
    expect(await db().membership.count({ where: { projectId: project.id, role: "OWNER" } })).toBe(1)
  })

  test("an admin makes no owner, and neither changes nor removes one", async () => {
    const project = await createProject()
    const [owner, admin, other] = [
      await memberOf(project.id, "OWNER"),
      await memberOf(project.id, "ADMIN"),
      await memberOf(project.id, "ANNOTATOR"),
    ]
    const access = await updater(admin.id, project.slug)
    for (const attempt of [
      async () => updateMember(access, other.id, { role: "OWNER" }),
      async () => updateMember(access, admin.id, { role: "OWNER" }),
      async () => updateMember(access, owner.id, { role: "ANNOTATOR" }),
      async () => updateMember(access, owner.id, { paused: true }),
      async () => deleteMember(access, owner.id),
      async () => addMember(access, { email: "new@owner.test", role: "OWNER" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
    await updateMember(access, other.id, { role: "ADMIN" })
  })

  test("the last owner of the instance stays one, and open", async () => {
    const manage = requireInstanceAccess(cli, "users:manage")
    await db().user.updateMany({ where: { role: "OWNER" }, data: { role: "MEMBER" } })
    const [a, b] = [await createUser({ role: "OWNER" }), await createUser({ role: "OWNER" })]
    const done = await Promise.allSettled([
      updateUserRole(manage, a.id, "MEMBER"),
      setUserClosed(manage, b.id, true),
    ])
    expect(done.filter((one) => one.status === "fulfilled")).toHaveLength(1)
    const left = await db().user.findMany({ where: { role: "OWNER", disabledAt: null } })
    expect(left).toHaveLength(1)
    const [last] = left
    await expect(updateUserRole(manage, last?.id ?? "", "MEMBER")).rejects.toMatchObject({ code: "CONFLICT" })
    await expect(setUserClosed(manage, last?.id ?? "", true)).rejects.toMatchObject({ code: "CONFLICT" })
  })
})

test("members of another project cannot be changed from this one", async () => {
  const [mine, theirs] = [await createProject(), await createProject()]
  const [owner, stranger] = [await memberOf(mine.id, "OWNER"), await memberOf(theirs.id, "ANNOTATOR")]
  const access = await updater(owner.id, mine.slug)
  await expect(deleteMember(access, stranger.id)).rejects.toMatchObject({ code: "NOT_FOUND" })
  await expect(updateMember(access, stranger.id, { role: "ADMIN" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  })
})

test("a change leaves a row in the audit log and a new cohort its history", async () => {
  const project = await createProject()
  const [owner, member] = [await memberOf(project.id, "OWNER"), await memberOf(project.id, "ANNOTATOR")]
  await updateMember(await updater(owner.id, project.slug), member.id, { cohort: "held-out", paused: true })
  const events = await db().auditEvent.findMany({ where: { projectId: project.id } })
  expect(events).toMatchObject([
    {
      actorId: owner.id,
      action: "membership:update",
      subjectId: member.id,
      before: { role: "ANNOTATOR", cohort: null, paused: false },
      after: { cohort: "held-out", paused: true },
    },
  ])
  expect(await db().cohortChange.findMany({ where: { userId: member.id } })).toMatchObject([
    { cohort: "held-out" },
  ])
})

test("the list of members is filtered, sorted and paged by the database", async () => {
  const project = await createProject()
  const names = ["cora", "Álvaro", "Ben%", "ada"]
  for (const name of names) {
    const user = await createUser({ name })
    const role = name === "ada" ? "OWNER" : "ANNOTATOR"
    await db().$transaction(async (tx) =>
      insertMembership(tx, { projectId: project.id, userId: user.id, role }),
    )
  }
  const access = await requireProjectAccess(cli, project.slug, "members:read")
  const all = await listMembers(access, memberQueryDefaults)
  expect(all.total).toBe(4)
  const found = await listMembers(access, memberQuerySchema.parse({ q: "%" }))
  expect(found.rows.map((row) => row.name)).toEqual(["Ben%"])
  const owners = await listMembers(access, memberQuerySchema.parse({ role: "OWNER" }))
  expect(owners.rows.map((row) => row.name)).toEqual(["ada"])
  for (const sort of ["name", "role", "cohort", "joined", "seen"]) {
    const page = await listMembers(access, memberQuerySchema.parse({ sort, dir: "desc" }))
    expect(page.rows).toHaveLength(4)
  }
  expect((await listMembers(access, memberQuerySchema.parse({ page: "2" }))).rows).toEqual([])
})
