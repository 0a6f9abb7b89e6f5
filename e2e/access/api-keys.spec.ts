import AxeBuilder from "@axe-core/playwright"
import { newMember, newProject } from "@/e2e/access/world"
import { axeTags, expect, signIn, test, visit } from "@/e2e/fixtures/login"

test("an admin makes a key that works until it is revoked, and is shown it once", async ({
  page,
  playwright,
  baseURL,
}) => {
  const { id, slug } = await newProject()
  await signIn(page, (await newMember(id, "ADMIN")).id)
  await visit(page, `/projects/${slug}/api-keys`)
  await page.getByRole("button", { name: "Make a key…" }).first().click()
  await page.getByRole("textbox", { name: "Name" }).fill("nightly")
  await page.getByRole("checkbox", { name: /Read tasks/ }).check()
  await page.getByRole("button", { name: "Make the key" }).click()
  const key = await page.getByRole("textbox", { name: "Key" }).inputValue()
  expect(key).toMatch(/^dip_[\w-]{43}$/)

  // A program: no cookie, only the key.
  const program = await playwright.request.newContext({
    ...(baseURL !== undefined && { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  })
  const tasks = await program.get(`/api/v1/projects/${slug}/tasks`)
  expect(tasks.status()).toBe(200)
  expect(await tasks.json()).toEqual({ data: [], next: null })
  const refused = await program.get(`/api/v1/projects/${slug}/prompts`)
  expect(refused.status()).toBe(403)
  expect(refused.headers()["content-type"]).toMatch("application/problem+json")

  await page.reload({ waitUntil: "networkidle" })
  await expect(page.getByText("nightly")).toBeVisible()
  expect(await page.content()).not.toContain(key)
  expect((await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations).toEqual([])
  await page.getByRole("button", { name: "Revoke nightly" }).click()
  await page.getByRole("button", { name: "Revoke", exact: true }).click()
  await expect(page.getByText("Revoked")).toBeVisible()
  expect((await program.get(`/api/v1/projects/${slug}/tasks`)).status()).toBe(401)
  await program.dispose()
})

test("a session is no key: a page cannot be made to call the API", async ({ page }) => {
  const { id, slug } = await newProject()
  await signIn(page, (await newMember(id, "OWNER")).id)
  expect((await page.request.get(`/api/v1/projects/${slug}`)).status()).toBe(401)
})

test("the documentation lists the operations, and the document is OpenAPI 3.1", async ({ page, login }) => {
  await login()
  await visit(page, "/api-docs")
  await expect(page.getByRole("heading", { name: "Fix an export at this moment" })).toBeVisible()
  expect((await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations).toEqual([])
  const document = (await (await page.request.get("/api/v1/openapi.json")).json()) as { openapi: string }
  expect(document.openapi).toBe("3.1.0")
})
