import { readdirSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import { newMember, newPerson, newProject } from "@/e2e/access/world"
import { expect, signIn, test } from "@/e2e/fixtures/login"
import type { ProjectRole } from "@/core/permissions"
import { projectRoles } from "@/core/permissions"

/** Each page of a project, and the roles that may open it. */
const admins = ["OWNER", "ADMIN"] as const
const reviewers = [...admins, "REVIEWER"] as const
const pages: Readonly<Record<string, readonly ProjectRole[]>> = {
  "/numbers": reviewers,
  "/tasks": reviewers,
  "/annotations": reviewers,
  "/adjudicate": reviewers,
  "/demonstrations": reviewers,
  "/questions": reviewers,
  "/members": admins,
  "/reliability": admins,
  "/gold": admins,
  "/screening": admins,
  "/import": admins,
  "/rounds": admins,
  "/prompts": reviewers,
  "/prompts/duplicates": reviewers,
  "/export": admins,
  "/guidelines": projectRoles,
  "/consent": admins,
  "/protocol": projectRoles,
  "/settings": admins,
  "/api-keys": admins,
  "/webhooks": admins,
  "/audit": admins,
}

/** Pages outside any project. */
const others = ["/projects", "/account", "/api-docs", "/instance/people", "/projects/new"]

test("without a session every page leads to the sign-in page and back", async ({ request }) => {
  const { slug } = await newProject()
  for (const path of [
    ...Object.keys(pages).map((page) => `/projects/${slug}${page}`),
    `/annotate/${slug}`,
    `/preview/${slug}`,
    `/adjudicate/${slug}`,
    ...others,
  ]) {
    const response = await request.get(path, { maxRedirects: 0 })
    expect(response.status(), path).toBe(307)
    expect(response.headers().location, path).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
  }
})

/** Every route of a project there is, read off the tree, so that a new one is tested too. */
const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts") && file.includes("[slug]"))
  .flatMap((file) => {
    const methods = [...readFileSync(`app/api/${file}`, "utf8").matchAll(/export const ([A-Z]+) = route\(/g)]
    return methods.map(([, method]) => ({ method: method ?? "", path: `/api/${dirname(file)}` }))
  })

const addressOf = (path: string, slug: string) =>
  path.replace("[slug]", slug).replaceAll(/\[\w+\]/g, "01890000-0000-7000-8000-000000000000")

test("without a session every route answers 401, to a stranger 404, and another site's page is refused", async ({
  page,
  request,
}) => {
  const { slug } = await newProject()
  await signIn(page, (await newPerson()).id)
  expect(routes.length).toBeGreaterThan(10)
  for (const { method, path } of routes) {
    const address = addressOf(path, slug)
    const anonymous = await request.fetch(address, { method })
    expect(anonymous.status(), `${method} ${path}`).toBe(401)
    expect(await anonymous.json(), path).toMatchObject({ error: { code: "NOT_SIGNED_IN" } })
    const stranger = await page.request.fetch(address, { method })
    expect(stranger.status(), `${method} ${path}`).toBe(404)
    if (method === "GET") continue
    const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" }
    expect((await page.request.fetch(address, { method, headers })).status(), `${method} ${path}`).toBe(403)
  }
})

test("somebody else's project is as unknown as one that does not exist", async ({ page }) => {
  const { slug } = await newProject()
  await signIn(page, (await newPerson()).id)
  for (const path of [...Object.keys(pages), ""]) {
    const [theirs, nobodys] = [
      await page.request.get(`/projects/${slug}${path}`),
      await page.request.get(`/projects/there-is-none${path}`),
    ]
    expect([theirs.status(), nobodys.status()], path).toEqual([404, 404])
  }
  for (const desk of ["annotate", "adjudicate"]) {
    expect((await page.request.get(`/${desk}/${slug}`)).status()).toBe(404)
  }
})

for (const role of projectRoles) {
  test(`${role} opens exactly the pages of the role`, async ({ page }) => {
    const project = await newProject()
    await signIn(page, (await newMember(project.id, role)).id)
    for (const [path, roles] of Object.entries(pages)) {
      const response = await page.request.get(`/projects/${project.slug}${path}`)
      expect(response.status(), `${role} ${path}`).toBe(roles.includes(role) ? 200 : 403)
    }
    const desk = await page.request.get(`/adjudicate/${project.slug}`)
    expect(desk.status(), `${role} /adjudicate`).toBe(role === "ANNOTATOR" ? 403 : 200)
  })
}

test("a member of the instance manages nobody", async ({ page, login }) => {
  await login("MEMBER")
  for (const path of ["/instance/people", "/projects/new"]) {
    expect((await page.request.get(path)).status(), path).toBe(403)
  }
})

test("the page of a refusal says so and leads on", async ({ page }) => {
  const project = await newProject()
  await signIn(page, (await newMember(project.id, "ANNOTATOR")).id)
  await page.goto(`/projects/${project.slug}/members`)
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
  await expect(page.getByText(/role/i).first()).toBeVisible()
})
