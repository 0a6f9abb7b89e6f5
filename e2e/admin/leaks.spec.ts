import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import { expect, signIn, test, visit } from "@/e2e/admin/scene"

const row = (prompt: string, model: string, completion: string) => ({ prompt, model, completion })

/** Completions of which four name their model, by the names of their keys or by a well-known one. */
async function importLeaks(slug: string): Promise<void> {
  const { requireProjectAccess } = await import("@/server/access")
  const { importFiles } = await import("@/server/import/import-files")
  const path = join(mkdtempSync(join(tmpdir(), "diptych-leaks-")), "leaks.jsonl")
  const rows = [
    row("Who are you?", "larkspur-1", "I am Larkspur, a language model. How can I help you today?"),
    row("Who are you?", "heron-2", "I'm an AI assistant made by Zorbatron Research; people call me ChatGPT."),
    row("Say something kind.", "larkspur-1", "You are doing well, and Larkspur is proud of you."),
    row("Say something kind.", "heron-2", "You are doing well."),
    row("من أنت؟", "heron-2", "أنا نموذج لغوي اسمه heron وأساعدك."),
    row("من أنت؟", "larkspur-1", "أنا مساعد."),
  ]
  writeFileSync(path, rows.map((one) => `${JSON.stringify(one)}\n`).join(""))
  const access = await requireProjectAccess({ kind: "cli" }, slug, "imports:create")
  await importFiles({ access }, { files: [{ name: "leaks.jsonl", path }] })
}

test("completions that name their model are listed, masked, held back and shown again", async ({
  page,
  admin,
}) => {
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${admin.slug}/leaks`)
  await expect(page.getByRole("heading", { name: "No completion names its model" })).toBeVisible()
  await importLeaks(admin.slug)
  await page.reload({ waitUntil: "networkidle" })
  const table = page.getByRole("region", { name: "Completions that name their model" })
  await expect(table.getByRole("row")).toHaveCount(5)
  await expect(table.locator("mark").first()).toBeVisible()

  const first = table.getByRole("row").filter({ hasText: "How can I help" })
  await first.getByRole("button", { name: "Mask" }).click()
  await expect(page.getByText("Masked the names in 1 completion.")).toBeVisible()
  await expect(first.getByText("Masked", { exact: true })).toBeVisible()
  await first.getByRole("button", { name: "Show again" }).click()
  await expect(first.getByText("Shown", { exact: true })).toBeVisible()

  await page.getByRole("combobox", { name: "Model" }).selectOption("heron-2")
  await expect(table.getByRole("row")).toHaveCount(3)
  await page.getByRole("button", { name: "Hold back…" }).click()
  const dialog = page.getByRole("dialog", { name: "Hold back: 2 completions?" })
  await dialog.getByRole("button", { name: "Hold back" }).click()
  await expect(page.getByText("Held back 2 completions.")).toBeVisible()
  await page.getByRole("combobox", { name: "State" }).selectOption("held")
  await expect(table.getByText("Held back", { exact: true })).toHaveCount(2)

  await visit(page, `/projects/${admin.slug}/audit`)
  for (const action of ["leak:mask", "leak:show", "leak:hold"]) {
    await expect(page.getByRole("cell", { name: action })).toBeVisible()
  }
})

test("the list of phrases is corrected, counted first, and the policy is kept", async ({ page, admin }) => {
  await importLeaks(admin.slug)
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${admin.slug}/leaks/phrases`)
  await page.getByRole("radio", { name: /Mask the names/ }).check()
  await page.getByRole("button", { name: "Save policy" }).click()
  await expect(page.getByText("Saved. It holds from the next import on.")).toBeVisible()

  await page.getByLabel("Add a phrase").fill("Doing Well")
  await page.getByRole("button", { name: "Count first" }).click()
  await expect(page.getByText("“doing well” would be found in 2 completions.")).toBeVisible()
  await page.getByRole("button", { name: "Add phrase" }).click()
  await expect(page.getByRole("button", { name: "Remove: doing well" })).toBeVisible()
  await page.getByRole("button", { name: "Leave it alone: larkspur", exact: true }).click()
  await expect(page.getByRole("button", { name: "Look for it: larkspur", exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole("radio", { name: /Mask the names/ })).toBeChecked()
})

for (const theme of ["light", "dark"] as const) {
  test(`both pages have no fault that axe can find and hold at every width, ${theme}`, async ({
    page,
    admin,
    baseURL,
  }) => {
    await importLeaks(admin.slug)
    await signIn(page, admin.people.owner)
    const { hostname } = new URL(baseURL ?? "http://127.0.0.1:3100")
    await page.context().addCookies([{ name: "diptych-theme", value: theme, domain: hostname, path: "/" }])
    for (const path of ["leaks", "leaks/phrases"]) {
      for (const width of [1440, 820, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await visit(page, `/projects/${admin.slug}/${path}`)
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(wider, `${path} at ${width}`).toBeLessThanOrEqual(0)
        await page.screenshot({ path: test.info().outputPath(`${path.replace("/", "-")}-${width}.png`) })
      }
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
        .exclude("nextjs-portal")
        .analyze()
      expect(
        violations.map((one) => `${path} ${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`),
      ).toEqual([])
    }
  })
}
