import { expect, test } from "vitest"
import { invitationQuerySchema } from "@/core/lists/invitation-list"
import { type ProjectRole, projectRoles } from "@/core/permissions"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { acceptInvitation } from "@/server/auth/accept-invitation"
import { inviteToInstance, inviteToProject } from "@/server/auth/create-invitation"
import { getActor } from "@/server/auth/get-actor"
import { landingPath } from "@/server/auth/landing-path"
import { signIn } from "@/server/auth/sign-in"
import { db } from "@/server/data/db"
import {
  listProjectInvitations,
  revokeInstanceInvitation,
  revokeProjectInvitation,
} from "@/server/data/invitations"
import { deleteMember, insertMembership, updateMember } from "@/server/data/memberships"
import { browserHeaders, signInAs } from "@/tests/support/sign-in"

const cli = { kind: "cli" } as const
const tokenOf = (url: string) => url.split("/").at(-1) ?? ""
const actorOf = (userId: string): UserActor => ({
  kind: "user",
  userId,
  sessionId: "",
  instanceRole: "MEMBER",
})

async function world() {
  const project = await createProject()
  const owner = await createUser()
  await join(project.id, owner.id, "OWNER")
  const access = await requireProjectAccess(actorOf(owner.id), project.slug, "members:update", "members:read")
  return { project, owner, access }
}

async function join(projectId: string, userId: string, role: ProjectRole) {
  await db().$transaction(async (tx) => insertMembership(tx, { projectId, userId, role }))
}

const wish = { email: null, days: 7, role: "ANNOTATOR", cohort: null } as const
const person = (token: string, email: string) => ({ token, email, name: "Nia", password: "" })

test("a new person gets account, membership, cohort and session, and starts at the first task", async () => {
  const { project, access } = await world()
  const { url } = await inviteToProject(access, { ...wish, cohort: "train", headers: browserHeaders() })
  expect(url).toMatch(/^http:\/\/localhost:3000\/invite\/[\w-]{43}$/)
  const headers = await signInAs("invitation", {
    ...person(tokenOf(url), "Nia@Example.test"),
    password: "a long enough one",
  })
  const actor = await getActor(headers)
  const user = await db().user.findUniqueOrThrow({
    where: { email: "nia@example.test" },
    include: { memberships: true },
  })
  expect(actor).toMatchObject({ userId: user.id, instanceRole: "MEMBER" })
  expect(user).toMatchObject({ name: "Nia", memberships: [{ role: "ANNOTATOR", cohort: "train" }] })
  expect(await db().cohortChange.count({ where: { userId: user.id, cohort: "train" } })).toBe(1)
  expect(await landingPath(user.id)).toBe(`/annotate/${project.slug}`)
  await signInAs("password", { email: "nia@example.test", password: "a long enough one" })
})

test("one invitation lets one person in, also when two press at the same moment", async () => {
  const { project, access } = await world()
  const token = tokenOf((await inviteToProject(access, wish)).url)
  const tries = await Promise.allSettled(
    ["a", "b", "c", "d", "e"].map(async (name) =>
      signIn("invitation", person(token, `${name}@race.test`), browserHeaders()),
    ),
  )
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
  expect(await db().user.count({ where: { email: { endsWith: "@race.test" } } })).toBe(1)
  expect(await db().membership.count({ where: { projectId: project.id } })).toBe(2)
  await expect(signIn("invitation", person(token, "late@race.test"), browserHeaders())).rejects.toMatchObject(
    {
      code: "GONE",
    },
  )
})

test("whoever is signed in joins with the account they have", async () => {
  const { project, access } = await world()
  const user = await createUser()
  const { url } = await inviteToProject(access, { ...wish, role: "REVIEWER" })
  expect(await acceptInvitation(actorOf(user.id), tokenOf(url))).toEqual({ slug: project.slug })
  expect(await db().membership.findFirst({ where: { userId: user.id } })).toMatchObject({ role: "REVIEWER" })
  const again = tokenOf((await inviteToProject(access, { ...wish, role: "ADMIN" })).url)
  await expect(acceptInvitation(actorOf(user.id), again)).rejects.toMatchObject({ code: "CONFLICT" })
  // Refused = not used up.
  await acceptInvitation(actorOf((await createUser()).id), again)
})

test("an invitation to an address is for that address", async () => {
  const { access } = await world()
  const user = await createUser()
  const { url } = await inviteToProject(access, { ...wish, email: "meant@example.test" })
  await expect(acceptInvitation(actorOf(user.id), tokenOf(url))).rejects.toMatchObject({ code: "FORBIDDEN" })
  await expect(
    signIn("invitation", person(tokenOf(url), "other@example.test"), browserHeaders()),
  ).rejects.toMatchObject({ code: "FORBIDDEN" })
  await signIn("invitation", person(tokenOf(url), "meant@example.test"), browserHeaders())
})

test("an address that has an account is not taken over: it signs in first", async () => {
  const { access } = await world()
  const user = await createUser()
  const { url } = await inviteToProject(access, wish)
  await expect(
    signIn("invitation", person(tokenOf(url), user.email), browserHeaders()),
  ).rejects.toMatchObject({
    code: "CONFLICT",
    details: { reason: "has-account" },
  })
})

test("expired, withdrawn and unknown ones are refused, each with its sentence", async () => {
  const { access } = await world()
  const expired = await inviteToProject(access, { ...wish, days: -1 })
  const withdrawn = await inviteToProject(access, wish)
  const { rows } = await listProjectInvitations(access, invitationQuerySchema.parse({}))
  expect(rows).toHaveLength(1)
  await revokeProjectInvitation(access, rows[0]?.id ?? "")
  for (const [token, said] of [
    [tokenOf(expired.url), /past its time/],
    [tokenOf(withdrawn.url), /withdrawn/],
    ["made-up", /not known/],
  ] as const) {
    const attempt = signIn("invitation", person(token, "x@refused.test"), browserHeaders())
    await expect(attempt).rejects.toMatchObject({ code: "GONE", message: expect.stringMatching(said) })
  }
  expect(await db().user.count({ where: { email: "x@refused.test" } })).toBe(0)
  await expect(revokeProjectInvitation(access, rows[0]?.id ?? "")).rejects.toMatchObject({
    code: "NOT_FOUND",
  })
})

test("an admin invites everybody but owners; reviewers and annotators nobody", async () => {
  const { project } = await world()
  const admin = await createUser()
  await join(project.id, admin.id, "ADMIN")
  const access = await requireProjectAccess(actorOf(admin.id), project.slug, "members:update")
  for (const role of projectRoles) {
    const attempt = inviteToProject(access, { ...wish, role })
    if (role === "OWNER") await expect(attempt).rejects.toMatchObject({ code: "FORBIDDEN" })
    else await attempt
  }
  for (const role of ["REVIEWER", "ANNOTATOR"] as const) {
    const user = await createUser()
    await join(project.id, user.id, role)
    await expect(
      requireProjectAccess(actorOf(user.id), project.slug, "members:update"),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    })
  }
})

test("what someone invited to goes with their role", async () => {
  const { project, access } = await world()
  const [removed, demoted] = [await createUser(), await createUser()]
  await join(project.id, removed.id, "ADMIN")
  await join(project.id, demoted.id, "OWNER")
  const byRemoved = await requireProjectAccess(actorOf(removed.id), project.slug, "members:update")
  const byDemoted = await requireProjectAccess(actorOf(demoted.id), project.slug, "members:update")
  const gone = await inviteToProject(byRemoved, wish)
  const tooHigh = await inviteToProject(byDemoted, { ...wish, role: "OWNER" })
  const stillFine = await inviteToProject(byDemoted, wish)
  await deleteMember(access, removed.id)
  await updateMember(access, demoted.id, { role: "ADMIN" })
  for (const { url } of [gone, tooHigh]) {
    await expect(acceptInvitation(actorOf((await createUser()).id), tokenOf(url))).rejects.toMatchObject({
      code: "GONE",
    })
  }
  await acceptInvitation(actorOf((await createUser()).id), tokenOf(stillFine.url))
})

test("invitations of one project are not withdrawn from another, nor from the instance", async () => {
  const [mine, theirs] = [await world(), await world()]
  await inviteToProject(theirs.access, wish)
  const { rows } = await listProjectInvitations(theirs.access, invitationQuerySchema.parse({}))
  const id = rows[0]?.id ?? ""
  await expect(revokeProjectInvitation(mine.access, id)).rejects.toMatchObject({ code: "NOT_FOUND" })
  const manage = requireInstanceAccess(cli, "users:manage")
  await expect(revokeInstanceInvitation(manage, id)).rejects.toMatchObject({ code: "NOT_FOUND" })
})

test("an invitation to the instance gives its role there and no project", async () => {
  const manage = requireInstanceAccess(cli, "users:manage")
  const { url } = await inviteToInstance(manage, { email: null, days: 1, role: "OWNER" })
  const { signedIn } = await signIn("invitation", person(tokenOf(url), "boss@example.test"), browserHeaders())
  expect(
    await db().user.findUnique({ where: { id: signedIn.userId }, include: { memberships: true } }),
  ).toMatchObject({
    role: "OWNER",
    memberships: [],
  })
  expect(await landingPath(signedIn.userId)).toBe("/projects")
})

test("tokens are not in the database, and the log tells who did what", async () => {
  const { project, access, owner } = await world()
  const token = tokenOf((await inviteToProject(access, wish)).url)
  const { signedIn } = await signIn("invitation", person(token, "logged@example.test"), browserHeaders())
  const stored = await db().invitation.findMany({ where: { projectId: project.id } })
  const events = await db().auditEvent.findMany({ where: { projectId: project.id }, orderBy: { at: "asc" } })
  expect(
    JSON.stringify([stored, events], (_, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain(token)
  expect(events).toMatchObject([
    { actorId: owner.id, action: "invitation:create" },
    { actorId: signedIn.userId, action: "membership:create" },
  ])
})

test("a short password is refused at its field and nothing is made", async () => {
  const { access } = await world()
  const token = tokenOf((await inviteToProject(access, wish)).url)
  const attempt = signIn(
    "invitation",
    { ...person(token, "short@example.test"), password: "short" },
    browserHeaders(),
  )
  await expect(attempt).rejects.toMatchObject({
    code: "INVALID_INPUT",
    details: { fields: { password: [expect.any(String)] } },
  })
  expect(await db().user.count({ where: { email: "short@example.test" } })).toBe(0)
})
