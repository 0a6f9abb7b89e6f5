import AxeBuilder from "@axe-core/playwright"
import {
  givePassword,
  invitationPath,
  linkPath,
  newMember,
  newPerson,
  newProject,
  password,
} from "@/e2e/access/world"
import { axeTags, baseUrl, expect, signIn, test, visit } from "@/e2e/fixtures/login"
import { db } from "@/server/data/db"

/** What the browser's policy blocked or the page's scripts complained of. */
test.beforeEach(({ page }) => {
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Hydration/.test(message.text())) {
      throw new Error(message.text())
    }
  })
})

test("a password leads back to where the person wanted to go", async ({ page }) => {
  const project = await newProject()
  const ada = await newMember(project.id, "REVIEWER")
  await givePassword(ada.id)
  await visit(page, `/projects/${project.slug}/tasks?q=x`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel("E-mail address").fill(ada.email)
  await page.getByLabel("Password").fill("not the password")
  await page.getByLabel("Password").press("Enter")
  await expect(page.getByText("The e-mail address or the password is not right.")).toBeVisible()
  await expect(page.getByLabel("E-mail address")).toHaveValue(ada.email)
  await page.getByLabel("Password").fill(password)
  await page.getByLabel("Password").press("Enter")
  await expect(page).toHaveURL(new RegExp(`/projects/${project.slug}/tasks\\?q=x$`))
})

test("no address of another site is gone on to", async ({ page }) => {
  const ada = await newPerson()
  await givePassword(ada.id)
  await visit(page, `/sign-in?next=${encodeURIComponent("//evil.example/x")}`)
  await page.getByLabel("E-mail address").fill(ada.email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page).toHaveURL(`${baseUrl()}/projects`)
})

test("a link is opened as often as scanners like, signs in by its button, once, and an annotator stands at the first task", async ({
  page,
  request,
  browser,
}) => {
  const project = await newProject()
  const ada = await newMember(project.id, "ANNOTATOR")
  const path = await linkPath(ada.email)
  for (let look = 0; look < 3; look += 1) expect((await request.get(path)).status()).toBe(200)
  await visit(page, path)
  await expect(page.getByText(ada.email)).toBeVisible()
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(1)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page).toHaveURL(`${baseUrl()}/annotate/${project.slug}`)
  const other = await browser.newPage()
  await visit(other, `${baseUrl()}${path}`)
  await expect(other.getByRole("heading", { name: "This link has been used" })).toBeVisible()
  await expect(other.getByRole("link", { name: "To the sign-in page" })).toBeVisible()
  await other.close()
})

test("a link works without JavaScript", async ({ browser }) => {
  const ada = await newPerson()
  const path = await linkPath(ada.email)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseUrl()}${path}`)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page).toHaveURL(`${baseUrl()}/projects`)
  await context.close()
})

test("an expired and a made-up link say what they are", async ({ page }) => {
  const ada = await newPerson()
  await visit(page, await linkPath(ada.email, -1))
  await expect(page.getByRole("heading", { name: "This link is past its time" })).toBeVisible()
  await visit(page, "/link/made-up")
  await expect(page.getByRole("heading", { name: "This link is not known here" })).toBeVisible()
})

for (const host of ["localhost", "127.0.0.1"]) {
  test(`signing in and out by ${host} stays there`, async ({ browser }) => {
    const address = new URL(baseUrl())
    address.hostname = host
    const ada = await newPerson()
    const context = await browser.newContext({ baseURL: address.origin })
    const page = await context.newPage()
    await visit(page, await linkPath(ada.email))
    await page.getByRole("button", { name: "Sign in" }).click()
    await expect(page).toHaveURL(`${address.origin}/projects`)
    await visit(page, "/account")
    await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible()
    await page.getByRole("button", { name: /^Account of/ }).click()
    await page.getByRole("menuitem", { name: "Sign out" }).click()
    await expect(page).toHaveURL(`${address.origin}/signed-out`)
    await page.goto("/account")
    await expect(page).toHaveURL(`${address.origin}/sign-in?next=%2Faccount`)
    await context.close()
  })
}

test("an invitation makes an account and lets a signed-in person join", async ({ page, browser }) => {
  const project = await newProject()
  await visit(page, await invitationPath(project.slug))
  await expect(page.getByRole("heading", { name: "Join Tone of voice" })).toBeVisible()
  const email = `${project.slug}@new.test`
  await page.getByLabel("E-mail address").fill(email)
  await page.getByLabel("Name").fill("Nia")
  await page.getByLabel("Password").fill("short")
  await page.getByRole("button", { name: "Create account and join" }).click()
  await expect(page.getByText(/At least 10 characters; /)).toBeVisible()
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Create account and join" }).click()
  await expect(page).toHaveURL(`${baseUrl()}/annotate/${project.slug}`)

  const ben = await newPerson("Ben")
  const context = await browser.newContext({ baseURL: baseUrl() })
  const other = await context.newPage()
  await signIn(other, ben.id)
  await visit(other, await invitationPath(project.slug))
  await other.getByRole("button", { name: `Join as ${ben.email}` }).click()
  await expect(other).toHaveURL(`${baseUrl()}/annotate/${project.slug}`)
  await context.close()
})

test("a session that is deleted, or a closed account, is out with the next click", async ({ page }) => {
  const ada = await newPerson()
  const id = await signIn(page, ada.id)
  await visit(page, "/projects")
  await db().session.delete({ where: { id } })
  await page.goto("/account")
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount$/)
  await signIn(page, ada.id)
  await visit(page, "/projects")
  await db().user.update({ where: { id: ada.id }, data: { disabledAt: new Date() } })
  await page.goto("/projects")
  await expect(page).toHaveURL(/\/sign-in/)
})

test("an ended session is told to the form it was sent from", async ({ page }) => {
  const ada = await newPerson()
  const id = await signIn(page, ada.id)
  await visit(page, "/account")
  await db().session.delete({ where: { id } })
  await page.getByRole("textbox", { name: "Name" }).fill("Another")
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByText("Your session has ended. Sign in to go on.")).toBeVisible()
})

test("pages before signing in can be used by everybody", async ({ page }) => {
  const ada = await newPerson()
  const project = await newProject()
  for (const path of [
    "/sign-in",
    await linkPath(ada.email),
    "/link/x",
    await invitationPath(project.slug),
    "/signed-out",
  ]) {
    await visit(page, path)
    const { violations } = await new AxeBuilder({ page }).withTags(axeTags).exclude("nextjs-portal").analyze()
    expect(
      violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
      path,
    ).toEqual([])
  }
})

test("every answer carries the policy, and pages that hold tokens tell nobody", async ({ request }) => {
  for (const path of ["/sign-in", "/link/x", "/api/auth/session", "/there-is-nothing"]) {
    const headers = (await request.get(path)).headers()
    expect(headers["content-security-policy"], path).toMatch(
      /script-src 'self' 'nonce-[^']+' 'strict-dynamic'/,
    )
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'")
    expect(headers["referrer-policy"], path).toBe("same-origin")
    expect(headers["x-content-type-options"], path).toBe("nosniff")
  }
  const [one, two] = [await request.get("/sign-in"), await request.get("/sign-in")]
  const nonce = one.headers()["content-security-policy"]?.match(/'nonce-([^']+)'/)?.[1]
  expect(two.headers()["content-security-policy"]).not.toContain(nonce)
  expect(await one.text()).toContain(`nonce="${nonce}"`)
})
