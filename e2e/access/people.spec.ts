import AxeBuilder from "@axe-core/playwright"
import { newMember, newPerson, newProject } from "@/e2e/access/world"
import { axeTags, baseUrl, expect, signIn, test, visit } from "@/e2e/fixtures/login"
import { db } from "@/server/data/db"

test("an owner invites, changes, removes; the removed person is out at once", async ({ page, browser }) => {
  const project = await newProject()
  const owner = await newMember(project.id, "OWNER", "Olive")
  const ada = await newMember(project.id, "ANNOTATOR", "Ada")
  await signIn(page, owner.id)
  const people = `/projects/${project.slug}/members`
  await visit(page, people)

  await page.getByRole("button", { name: "Invite" }).click()
  await page.getByLabel("E-mail address").fill("new@invited.test")
  await page.getByRole("dialog").getByLabel("Role").selectOption("REVIEWER")
  await page.getByRole("button", { name: "Make the link" }).click()
  await expect(page.getByRole("textbox", { name: "Invitation link" })).toHaveValue(/\/invite\/[\w-]{43}$/)
  await page.getByRole("button", { name: "Done" }).click()
  const open = page.getByRole("region", { name: "Open invitations" })
  await expect(open.getByText("new@invited.test")).toBeVisible()
  await open.getByRole("button", { name: "Withdraw" }).click()
  await expect(page.getByText("new@invited.test")).toHaveCount(0)

  const context = await browser.newContext({ baseURL: baseUrl() })
  const hers = await context.newPage()
  await signIn(hers, ada.id)
  await visit(hers, `/projects/${project.slug}/guidelines`)

  await page.getByRole("button", { name: "Actions for Ada" }).click()
  await page.getByRole("menuitem", { name: "Change role or cohort…" }).click()
  await page.getByRole("dialog").getByLabel("Role").selectOption("REVIEWER")
  await page.getByRole("dialog").getByLabel("Cohort").fill("held-out")
  await page.getByRole("button", { name: "Save" }).click()
  const row = page.getByRole("row").filter({ hasText: ada.email })
  await expect(row).toContainText("Reviewer")
  await expect(row).toContainText("held-out")
  expect((await hers.request.get(`/projects/${project.slug}/tasks`)).status()).toBe(200)

  await page.getByRole("button", { name: "Actions for Ada" }).click()
  await page.getByRole("menuitem", { name: "Remove from the project…" }).click()
  await page.getByRole("button", { name: "Remove", exact: true }).click()
  // While the dialog is open, the table behind it is nobody's: only its end says that the server is done.
  await expect(page.getByRole("dialog")).toHaveCount(0)
  await expect(row).toHaveCount(0)
  expect((await hers.request.get(`/projects/${project.slug}/guidelines`)).status()).toBe(404)
  await context.close()
})

test("an admin finds no way to make or change an owner, and the last owner's removal is refused", async ({
  page,
}) => {
  const project = await newProject()
  const [owner, admin] = [
    await newMember(project.id, "OWNER", "Olive"),
    await newMember(project.id, "ADMIN", "Amir"),
  ]
  await signIn(page, admin.id)
  await visit(page, `/projects/${project.slug}/members`)
  await page.getByRole("button", { name: "Actions for Olive" }).click()
  await expect(page.getByRole("menuitem")).toHaveText(["Answers and progress", "Reliability"])
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Invite" }).click()
  await expect(page.getByRole("dialog").getByRole("option", { name: /Owner/ })).toHaveCount(0)

  await signIn(page, owner.id)
  await visit(page, `/projects/${project.slug}/members`)
  await page.getByRole("button", { name: "Actions for Olive" }).click()
  await page.getByRole("menuitem", { name: "Remove from the project…" }).click()
  await page.getByRole("button", { name: "Remove", exact: true }).click()
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("last owner")
})

test("the owner of the instance makes links and closes accounts", async ({ page, login, browser }) => {
  await login("OWNER")
  const ada = await newPerson("Ada Closable")
  await visit(page, `/instance/people?q=${ada.email}`)
  await page.getByRole("button", { name: "Actions for Ada Closable" }).click()
  await page.getByRole("menuitem", { name: "Make a sign-in link…" }).click()
  await page.getByRole("button", { name: "Make the link" }).click()
  const link = await page.getByRole("textbox", { name: "Sign-in link" }).inputValue()
  expect(link.startsWith(baseUrl())).toBe(true)
  await page.keyboard.press("Escape")

  const context = await browser.newContext()
  const hers = await context.newPage()
  await visit(hers, link)
  await hers.getByRole("button", { name: "Sign in" }).click()
  await expect(hers).toHaveURL(`${baseUrl()}/projects`)

  await page.getByRole("button", { name: "Actions for Ada Closable" }).click()
  await page.getByRole("menuitem", { name: "Close the account…" }).click()
  await page.getByRole("button", { name: "Close the account" }).click()
  await expect(page.getByRole("row").filter({ hasText: ada.email })).toContainText("Closed")
  await hers.goto(`${baseUrl()}/projects`)
  await expect(hers).toHaveURL(/\/sign-in/)
  await context.close()
})

test("one's own account: name, password, the other sessions", async ({ page, browser }) => {
  const ada = await newPerson()
  await signIn(page, ada.id)
  const context = await browser.newContext({ baseURL: baseUrl() })
  const elsewhere = await context.newPage()
  await signIn(elsewhere, ada.id)
  await visit(page, "/account")
  await page.getByRole("textbox", { name: "Name" }).fill("Ada L.")
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("button", { name: "Account of Ada L." })).toBeVisible()
  expect((await elsewhere.request.get("/account", { maxRedirects: 0 })).status()).toBe(200)
  await page.getByRole("button", { name: "Sign out everywhere else" }).click()
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0)
  expect((await elsewhere.request.get("/account", { maxRedirects: 0 })).status()).toBe(307)
  await page.getByLabel("New password").fill("a long enough one")
  await page.getByRole("button", { name: "Set a password" }).click()
  await expect(page.getByRole("button", { name: "Change the password" })).toBeVisible()
  expect((await db().user.findUniqueOrThrow({ where: { id: ada.id } })).passwordHash).toMatch(/^\$argon2id\$/)
  await context.close()
})

test("the people's pages can be used by everybody", async ({ page, login }) => {
  const owner = await login("OWNER")
  const project = await newProject()
  await newMember(project.id, "ANNOTATOR", "Ada")
  for (const path of [`/projects/${project.slug}/members`, "/instance/people", "/account"]) {
    await visit(page, path)
    const { violations } = await new AxeBuilder({ page }).withTags(axeTags).exclude("nextjs-portal").analyze()
    expect(
      violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
      `${path} ${owner.email}`,
    ).toEqual([])
  }
})
