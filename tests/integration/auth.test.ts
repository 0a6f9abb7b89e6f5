import { expect, test } from "vitest"
import { createUser as createRow } from "@/prisma/factories/create-user"
import { requireInstanceAccess } from "@/server/access"
import { changePassword } from "@/server/auth/change-password"
import { createSignInLink } from "@/server/auth/create-sign-in-link"
import { createUser } from "@/server/auth/create-user"
import { getActor } from "@/server/auth/get-actor"
import { hashPassword } from "@/server/auth/password"
import { runNextAuth } from "@/server/auth/run-next-auth"
import { signIn } from "@/server/auth/sign-in"
import { hashToken } from "@/server/auth/token"
import { db } from "@/server/data/db"
import { deleteOwnSessions } from "@/server/data/sessions"
import { findSignInLink } from "@/server/data/sign-in-links"
import { setUserClosed, updateUserRole } from "@/server/data/users"
import { browserHeaders, sessionFor, signInAs, toCookieHeader } from "@/tests/support/sign-in"

const manage = () => requireInstanceAccess({ kind: "cli" }, "users:manage")
const tokenOf = (url: string) => url.split("/").at(-1) ?? ""

async function personWithPassword(password = "correct horse battery") {
  const user = await createRow()
  await db().user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(password) } })
  return { ...user, password }
}

async function personWithLink(hours?: number) {
  const user = await createRow()
  const { url } = await createSignInLink(manage(), user.email, hours === undefined ? {} : { hours })
  return { user, url, token: tokenOf(url) }
}

test("a password is kept as Argon2id with the parameters of OWASP", async () => {
  expect(await hashPassword("correct horse battery")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test("a password signs in, whatever the case of the address and the form of its characters", async () => {
  const { id, email } = await personWithPassword("Zwölf Böxkämpfer".normalize("NFD"))
  const headers = await signInAs("password", {
    email: ` ${email.toUpperCase()} `,
    password: "Zwölf Böxkämpfer".normalize("NFC"),
  })
  expect(await getActor(headers)).toMatchObject({ kind: "user", userId: id, instanceRole: "MEMBER" })
})

test("a wrong password, an unknown address, no password and a closed account get one answer", async () => {
  const user = await personWithPassword()
  const closed = await personWithPassword()
  await setUserClosed(manage(), closed.id, true)
  const none = await createRow()
  for (const [email, password] of [
    [user.email, "wrong horse battery"],
    ["nobody@example.test", user.password],
    [none.email, "nobody has this password"],
    [closed.email, closed.password],
  ] as const) {
    await expect(signIn("password", { email, password }, browserHeaders())).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: "The e-mail address or the password is not right.",
    })
  }
})

test("the cookie is httpOnly and lax, secure over https under a name of its own, and holds a session id only", async () => {
  const { email, password } = await personWithPassword()
  const plain = await signIn("password", { email, password }, browserHeaders())
  const line = plain.setCookies.find((cookie) => cookie.startsWith("diptych.session="))
  expect(line).toMatch(/HttpOnly/)
  expect(line).toMatch(/SameSite=Lax/)
  expect(line).not.toMatch(/Secure|Domain/)
  const https = browserHeaders({ host: "diptych.example", "x-forwarded-proto": "https" })
  const secure = await signIn("password", { email, password }, https)
  const sealed = secure.setCookies.find((cookie) => cookie.startsWith("__Secure-diptych.session="))
  expect(sealed).toMatch(/Secure/)
  const { decode } = await import("next-auth/jwt")
  const payload = await decode({
    token: decodeURIComponent(sealed?.split(";")[0]?.split("=")[1] ?? ""),
    secret: process.env.DIPTYCH_SECRET ?? "",
  })
  expect(Object.keys(payload ?? {}).sort()).toEqual(["exp", "iat", "jti", "sid"])
})

test.each(["localhost:3000", "127.0.0.1:3000", "diptych.lan"])(
  "signing in by %s keeps that host",
  async (host) => {
    const { email, password, id } = await personWithPassword()
    const headers = await signInAs("password", { email, password }, browserHeaders({ host }))
    expect(await getActor(headers)).toMatchObject({ userId: id })
    const { location } = await runNextAuth({ method: "POST", path: ["signout"], headers, trusted: true })
    expect(new URL(location ?? "", "http://relative").host).toBe(host)
    expect(await getActor(headers)).toBeNull()
  },
)

test("a link never leads to another site", async () => {
  const { email, password } = await personWithPassword()
  const { location } = await runNextAuth({
    method: "POST",
    path: ["callback", "password"],
    body: { email, password, callbackUrl: "https://evil.example/" },
    headers: browserHeaders(),
    trusted: true,
  })
  expect(location).toBe("http://localhost:3000")
})

test("next-auth's own address wants its token: a form of another site does nothing", async () => {
  const { email, password } = await personWithPassword()
  const answer = await runNextAuth({
    method: "POST",
    path: ["callback", "password"],
    body: { email, password },
    headers: browserHeaders(),
  })
  expect(answer.exchange.signedIn).toBeUndefined()
  expect(answer.setCookies.some((cookie) => cookie.startsWith("diptych.session="))).toBe(false)
})

test("a link signs in once; looking at it uses nothing up; only its hash is kept", async () => {
  const { user, url, token } = await personWithLink()
  expect(url).toMatch(/^http:\/\/localhost:3000\/link\/[\w-]{43}$/)
  const stored = await db().signInLink.findMany({ where: { userId: user.id } })
  expect(JSON.stringify(stored)).not.toContain(token)
  for (let look = 0; look < 3; look += 1) {
    expect(await findSignInLink(hashToken(token), new Date())).toMatchObject({ state: "ready" })
  }
  const headers = await signInAs("link", { token })
  expect(await getActor(headers)).toMatchObject({ userId: user.id })
  await expect(signIn("link", { token }, browserHeaders())).rejects.toMatchObject({
    code: "GONE",
    details: { state: "used" },
  })
})

test("of twenty presses at the same moment one signs in", async () => {
  const { user, token } = await personWithLink()
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, async () => signIn("link", { token }, browserHeaders())),
  )
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
  expect(await db().session.count({ where: { userId: user.id } })).toBe(1)
})

test("an expired, an unknown and a closed person's link are refused with the reason", async () => {
  const { token } = await personWithLink(-1)
  await expect(signIn("link", { token }, browserHeaders())).rejects.toMatchObject({
    details: { state: "expired" },
  })
  await expect(signIn("link", { token: "made-up" }, browserHeaders())).rejects.toMatchObject({
    details: { state: "unknown" },
  })
  const other = await personWithLink()
  await setUserClosed(manage(), other.user.id, true)
  await expect(signIn("link", { token: other.token }, browserHeaders())).rejects.toMatchObject({
    code: "GONE",
  })
})

test("a link for nobody names the address", async () => {
  await expect(createSignInLink(manage(), "Nobody@Example.test")).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: expect.stringContaining("nobody@example.test"),
  })
})

test("deleting the session's row ends access with the next request", async () => {
  const user = await createRow()
  const { headers, sessionId } = await sessionFor(user.id)
  expect(await getActor(headers)).not.toBeNull()
  await db().session.delete({ where: { id: sessionId } })
  expect(await getActor(headers)).toBeNull()
})

test("closing the account, deleting the user and the session's end do the same", async () => {
  const [closed, deleted, expired] = [await createRow(), await createRow(), await createRow()]
  const sessions = {
    closed: await sessionFor(closed.id),
    deleted: await sessionFor(deleted.id),
    expired: await sessionFor(expired.id),
  }
  await setUserClosed(manage(), closed.id, true)
  await db().user.delete({ where: { id: deleted.id } })
  await db().session.update({
    where: { id: sessions.expired.sessionId },
    data: { expiresAt: new Date(Date.now() - 1) },
  })
  for (const { headers } of Object.values(sessions)) expect(await getActor(headers)).toBeNull()
  await setUserClosed(manage(), closed.id, false)
  expect(await getActor(sessions.closed.headers)).toBeNull()
})

test("the instance role is read at each request", async () => {
  const user = await createRow()
  const { headers } = await sessionFor(user.id)
  await updateUserRole(manage(), user.id, "OWNER")
  expect(await getActor(headers)).toMatchObject({ instanceRole: "OWNER" })
  await createRow({ role: "OWNER" })
  await updateUserRole(manage(), user.id, "MEMBER")
  expect(await getActor(headers)).toMatchObject({ instanceRole: "MEMBER" })
})

test("a cookie that was forged, cut off or sealed with another secret is none", async () => {
  const user = await createRow()
  const { headers, sessionId } = await sessionFor(user.id)
  const { encode } = await import("next-auth/jwt")
  const foreign = await encode({ token: { sid: sessionId }, secret: "x".repeat(40) })
  const cut = headers.get("cookie")?.slice(0, -8) ?? ""
  for (const cookie of [`diptych.session=${foreign}`, cut, "diptych.session=", "diptych.session=%E0%A4%A"]) {
    expect(await getActor(browserHeaders({ cookie }))).toBeNull()
  }
})

test("signing in again in one browser replaces its session", async () => {
  const { email, password, id } = await personWithPassword()
  const first = await signInAs("password", { email, password })
  const { setCookies } = await signIn("password", { email, password }, first)
  const second = browserHeaders({ cookie: toCookieHeader(setCookies, first.get("cookie") ?? "") })
  expect(await getActor(second)).toMatchObject({ userId: id })
  expect(await getActor(first)).toBeNull()
  expect(await db().session.count({ where: { userId: id } })).toBe(1)
})

test("a new password wants the old one and ends every other session", async () => {
  const { id, email, password } = await personWithPassword()
  const here = await getActor((await sessionFor(id)).headers)
  const elsewhere = await sessionFor(id)
  if (!here) throw new Error("not signed in")
  await expect(changePassword(here, "wrong", "another long one")).rejects.toMatchObject({
    code: "INVALID_INPUT",
  })
  await changePassword(here, password, "another long one")
  expect(await getActor(elsewhere.headers)).toBeNull()
  await expect(signIn("password", { email, password }, browserHeaders())).rejects.toThrow()
  expect(await getActor(await signInAs("password", { email, password: "another long one" }))).not.toBeNull()
})

test("signing out everywhere else leaves this browser in", async () => {
  const user = await createRow()
  const here = await sessionFor(user.id)
  const others = [await sessionFor(user.id), await sessionFor(user.id)]
  const actor = await getActor(here.headers)
  if (!actor) throw new Error("not signed in")
  expect(await deleteOwnSessions(actor, true)).toBe(2)
  expect(await getActor(here.headers)).not.toBeNull()
  for (const { headers } of others) expect(await getActor(headers)).toBeNull()
})

test("adding a person twice adds nothing; another role is refused", async () => {
  const email = "Twice@Example.test"
  expect(await createUser(manage(), { email })).toMatchObject({ email: "twice@example.test", added: true })
  expect(await createUser(manage(), { email })).toMatchObject({ added: false })
  await expect(createUser(manage(), { email, role: "OWNER" })).rejects.toMatchObject({ code: "CONFLICT" })
  await expect(createUser(manage(), { email: "no address" })).rejects.toMatchObject({ code: "INVALID_INPUT" })
})
