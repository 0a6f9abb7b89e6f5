import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { answerAuthRequest } from "@/server/auth/auth-response"
import { inviteToProject } from "@/server/auth/create-invitation"
import { getActor } from "@/server/auth/get-actor"
import { hashPassword } from "@/server/auth/password"
import { startOidc } from "@/server/auth/sign-in"
import { db } from "@/server/data/db"
import { setUserClosed } from "@/server/data/users"
import { forgetEnv } from "@/server/env"
import { type Claims, startOidcServer, visitProvider } from "@/tests/support/oidc-server"
import { browserHeaders, sessionFor, signInAs, toCookieHeader } from "@/tests/support/sign-in"

const hosts = ["localhost:3000", "127.0.0.1:3000"] as const
const people = new Map<string, Claims>()
let server: Awaited<ReturnType<typeof startOidcServer>>

beforeAll(async () => {
  server = await startOidcServer(
    hosts.map((host) => `http://${host}/api/auth/callback/oidc`),
    people,
  )
  process.env.DIPTYCH_OIDC_ISSUER = server.issuer
  process.env.DIPTYCH_OIDC_CLIENT_ID = "diptych"
  process.env.DIPTYCH_OIDC_CLIENT_SECRET = "oidc-client-key"
  forgetEnv()
})
afterAll(async () => {
  await server.stop()
})
beforeEach(() => people.clear())

/** From the button to the page after: what the browser ends up with. */
async function goRound(
  sub: string,
  options: { host?: string; from?: string; tamper?: (url: URL) => void } = {},
) {
  const host = options.host ?? hosts[0]
  const headers = browserHeaders({ host })
  const start = await startOidc(headers, options.from ?? "/")
  const back = await visitProvider(start.location, sub, `http://${host}`)
  options.tamper?.(back)
  const cookie = toCookieHeader(start.setCookies)
  const response = await answerAuthRequest(
    new Request(back, { headers: browserHeaders({ host, cookie }) }),
    back.pathname.split("/").slice(3),
  )
  const after = browserHeaders({ host, cookie: toCookieHeader(response.headers.getSetCookie(), cookie) })
  return { location: response.headers.get("location"), actor: await getActor(after), headers: after }
}

async function invite(email: string | null) {
  const project = await createProject()
  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "members:update")
  const wish = { email, days: 7, role: "ANNOTATOR", cohort: null } as const
  const { url } = await inviteToProject(access, wish)
  return { project, token: url.split("/").at(-1) ?? "" }
}

test.each(hosts)("a verified address of somebody here signs in, by %s, and is linked", async (host) => {
  const user = await createUser()
  people.set("ada", { email: user.email.toUpperCase(), email_verified: true, name: "Ada" })
  const { location, actor } = await goRound("ada", { host, from: "/projects?page=2" })
  expect(actor).toMatchObject({ userId: user.id })
  expect(location).toBe(`http://${host}/projects?page=2`)
  expect(await db().account.findMany({ where: { userId: user.id } })).toMatchObject([
    { provider: server.issuer, providerAccountId: "ada" },
  ])
  await db().account.deleteMany()
})

test("once linked, the identity counts and no longer the address", async () => {
  const user = await createUser()
  people.set("bea", { email: user.email, email_verified: true })
  await goRound("bea")
  people.set("bea", { email: "changed@example.test", email_verified: false })
  expect((await goRound("bea")).actor).toMatchObject({ userId: user.id })
  expect(await db().account.count({ where: { userId: user.id } })).toBe(1)
})

test.each([
  ["false", { email_verified: false }],
  ["not said", {}],
  ["said as text", { email_verified: "true" as unknown as boolean }],
])("an address that is not verified (%s) is refused, also where it is somebody's", async (_, claims) => {
  const user = await createUser()
  people.set("cem", { email: user.email, ...claims })
  const { location, actor } = await goRound("cem")
  expect(actor).toBeNull()
  expect(location).toBe("/sign-in?error=unverified")
  expect(await db().account.count({ where: { userId: user.id } })).toBe(0)
})

test("an address that nobody has, without an invitation, is refused and nothing is made", async () => {
  people.set("dan", { email: "dan@nowhere.test", email_verified: true })
  const before = await db().user.count()
  const { location, actor } = await goRound("dan")
  expect(actor).toBeNull()
  expect(location).toBe("/sign-in?error=unknown")
  expect(await db().user.count()).toBe(before)
})

test("an invitation to the address makes the account and the membership", async () => {
  const { project } = await invite("eva@invited.test")
  people.set("eva", { email: "eva@invited.test", email_verified: true, name: "Eva" })
  const { actor } = await goRound("eva")
  const user = await db().user.findUniqueOrThrow({ where: { email: "eva@invited.test" } })
  expect(user).toMatchObject({ name: "Eva", role: "MEMBER", passwordHash: null })
  expect(actor).toMatchObject({ userId: user.id })
  expect(await db().membership.count({ where: { projectId: project.id, userId: user.id } })).toBe(1)
})

test("an invitation for whoever has its link counts for those who come from its page", async () => {
  const { project, token } = await invite(null)
  people.set("fay", { email: "fay@invited.test", email_verified: true })
  expect((await goRound("fay")).location).toBe("/sign-in?error=unknown")
  const { actor, location } = await goRound("fay", { from: `/invite/${token}` })
  expect(location).toBe(`http://localhost:3000/invite/${token}`)
  expect(await db().membership.count({ where: { projectId: project.id, userId: actor?.userId ?? "" } })).toBe(
    1,
  )
  people.set("gil", { email: "gil@invited.test", email_verified: true })
  expect((await goRound("gil", { from: `/invite/${token}` })).location).toBe("/sign-in?error=invitation")
  expect(await db().user.count({ where: { email: "gil@invited.test" } })).toBe(0)
})

test("someone else's invitation does not let in", async () => {
  const { token } = await invite("hal@invited.test")
  people.set("mal", { email: "mal@elsewhere.test", email_verified: true })
  expect((await goRound("mal", { from: `/invite/${token}` })).location).toBe("/sign-in?error=invitation")
})

test("a closed account stays closed", async () => {
  const user = await createUser()
  people.set("ida", { email: user.email, email_verified: true })
  await goRound("ida")
  await setUserClosed(requireInstanceAccess({ kind: "cli" }, "users:manage"), user.id, true)
  const { location, actor } = await goRound("ida")
  expect([location, actor]).toEqual(["/sign-in?error=closed", null])
})

test("an answer of the provider that was changed, or belongs to another browser, is refused", async () => {
  const user = await createUser()
  people.set("jon", { email: user.email, email_verified: true })
  const logged: string[] = []
  const { error } = console
  console.error = (line: string) => logged.push(line)
  const changed = await goRound("jon", { tamper: (url) => url.searchParams.set("state", "x".repeat(43)) })
  const foreign = await goRound("jon", { tamper: (url) => url.searchParams.set("code", "x".repeat(43)) })
  console.error = error
  for (const { actor, location } of [changed, foreign]) {
    expect(actor).toBeNull()
    expect(location).toMatch(/\/api\/auth\/error\?error=OAuthCallback$/)
  }
  expect(logged.length).toBeGreaterThan(0)
})

test("whoever typed another's address on an open invitation is out when its holder comes", async () => {
  const { token } = await invite(null)
  const squatter = await signInAs("invitation", {
    token,
    email: "kim@victim.test",
    name: "Not Kim",
    password: "a long enough one",
  })
  const userId = (await getActor(squatter))?.userId ?? ""
  people.set("kim", { email: "kim@victim.test", email_verified: true })
  expect((await goRound("kim")).actor).toMatchObject({ userId })
  expect(await getActor(squatter)).toBeNull()
  expect((await db().user.findUniqueOrThrow({ where: { id: userId } })).passwordHash).toBeNull()
})

test("whoever was added by name keeps the password when the provider is linked", async () => {
  const user = await createUser()
  const passwordHash = await hashPassword("a long enough one")
  await db().user.update({ where: { id: user.id }, data: { passwordHash } })
  const { headers } = await sessionFor(user.id)
  people.set("lea", { email: user.email, email_verified: true })
  await goRound("lea")
  expect((await db().user.findUniqueOrThrow({ where: { id: user.id } })).passwordHash).toBe(passwordHash)
  expect(await getActor(headers)).not.toBeNull()
})
