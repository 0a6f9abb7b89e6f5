import { expect, signIn, test, visit } from "@/e2e/admin/scene"

test("a project is made, its guidelines written, its settings changed, a round begun and closed, and all of it is in the log", async ({
  page,
  admin,
}) => {
  await signIn(page, admin.people.owner)
  const path = `/projects/${admin.slug}`

  await visit(page, `${path}/guidelines`)
  await page.getByLabel("Guidelines, Markdown").fill("# What counts\n\nIt is **true** first. <b>no tags</b>")
  await page.getByRole("tab", { name: "Preview" }).click()
  const preview = page.getByRole("tabpanel", { name: "Preview" })
  await expect(preview.getByRole("heading", { name: "What counts" })).toBeVisible()
  await expect(preview.getByText("<b>no tags</b>")).toBeVisible()
  await page.getByRole("button", { name: "Save as version 1" }).click()
  await expect(page.getByText("Version 1 is in force.")).toBeVisible()
  await expect(page.getByRole("button", { name: "Save as version 2" })).toBeVisible()

  await visit(page, `${path}/settings`)
  await page.getByLabel("Overlap", { exact: true }).fill("1")
  await page.getByLabel("Always judged by two or more").fill("0")
  await page.getByRole("button", { name: "Save settings" }).click()
  await expect(page.getByText(/Saved\. \d tasks? wants? another number of answers now\./)).toBeVisible()
  await page.getByLabel("Overlap", { exact: true }).fill("3")
  // The words may be those of the first time.
  const again = page.waitForResponse((response) => response.request().method() === "POST")
  await page.getByRole("button", { name: "Save settings" }).click()
  await again
  await expect(page.getByText("Saved. 3 tasks want another number of answers now.")).toBeVisible()

  await visit(page, `${path}/rounds`)
  const round = page.getByRole("row", { name: /Second policy/ })
  await page.getByRole("button", { name: "Begin a round…" }).click()
  await page.getByLabel("Name").fill("Second policy")
  await page.getByLabel("On distribution").fill("62.5")
  await page.getByRole("button", { name: "Begin", exact: true }).click()
  await expect(round).toContainText("Active")
  await expect(round).toContainText("62.5 %")
  await page.getByRole("button", { name: "Edit round 1" }).click()
  await page.getByLabel("Policy").fill("step-2000")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await expect(round).toContainText("step-2000")
  await page.getByRole("button", { name: "No longer active: round 1" }).click()
  await page.getByRole("button", { name: "Make active: round 1" }).click()
  await page.getByRole("button", { name: "Close round 1" }).click()
  await page.getByRole("dialog", { name: "Close round 1?" }).locator("[type='submit']").click()
  await expect(round).toContainText("Closed")
  await page.getByRole("button", { name: "Open again: round 1" }).click()
  await expect(page.getByRole("button", { name: "Make active: round 1" })).toBeVisible()

  await visit(page, `${path}/audit`)
  await expect(page.getByRole("cell", { name: "guidelines:create" })).toBeVisible()
  await expect(page.getByRole("cell", { name: "project:update" })).toHaveCount(2)
})

test("deleting asks for the address and takes everything", async ({ page, admin }) => {
  const { addTask, createScene } = await import("@/tests/support/judged-project")
  const doomed = await createScene(`${admin.slug}-doomed`)
  await addTask(doomed, "gone soon")
  const { db } = await import("@/server/data/db")
  await db().membership.create({
    data: { projectId: doomed.projectId, userId: admin.people.owner, role: "OWNER", ringPoint: 1 },
  })
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${doomed.access.slug}/settings`)
  await page.getByRole("button", { name: "Delete…" }).click()
  const dialog = page.getByRole("dialog", { name: "Delete this project?" })
  const remove = dialog.getByRole("button", { name: "Delete for good" })
  await expect(remove).toBeDisabled()
  await dialog.getByLabel(/to confirm/).fill(doomed.access.slug)
  await remove.click()
  await expect(page).toHaveURL(/\/projects$/)
  await expect(page.getByRole("link", { name: `Project ${doomed.access.slug}` })).toHaveCount(0)
})

test("the owner of the instance makes a project; its address follows the name and is not taken twice", async ({
  page,
  admin,
}) => {
  const { db } = await import("@/server/data/db")
  await db().user.update({ where: { id: admin.people.owner }, data: { role: "OWNER" } })
  await signIn(page, admin.people.owner)
  await visit(page, "/projects/new")
  const name = `Réponses ${admin.slug}`
  await page.getByLabel("Name").fill(name)
  await expect(page.getByLabel("Address")).toHaveValue(`reponses-${admin.slug}`)
  await page.getByLabel("Address").fill(admin.slug)
  await page.getByRole("radio", { name: /^Graded, 7 steps/ }).check()
  await page.getByRole("button", { name: "Make the project" }).click()
  await expect(page.getByRole("alert").first()).toContainText("choose another slug")
  await expect(page.getByLabel("Name")).toHaveValue(name)
  await page.getByLabel("Address").fill(`reponses-${admin.slug}`)
  await page.getByRole("button", { name: "Make the project" }).click()
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible()
  await expect(page.getByRole("link", { name: "Import model outputs" })).toBeVisible()
  await page.getByRole("link", { name: "Protocol" }).click()
  await expect(page.getByText("Left much better")).toBeVisible()
})
