import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import { expect, signIn, test, visit } from "@/e2e/admin/scene"

const recipe = "Give me a recipe for a vegetable soup that takes less than thirty minutes to cook"

async function importPrompts(slug: string): Promise<void> {
  const { requireProjectAccess } = await import("@/server/access")
  const { importFiles } = await import("@/server/import/import-files")
  const path = join(mkdtempSync(join(tmpdir(), "diptych-prompts-")), "prompts.jsonl")
  const rows = [recipe, `${recipe}.`, `${recipe.toUpperCase()}!`, "Name a river in Peru."].map(
    (prompt, n) => ({
      prompt,
      user_id: `user-${n % 2}`,
      language: "en",
      completions: ["larch", "heron"].map((model) => ({
        model,
        completion: `${model === "larch" ? "A" : "B"} ${n}`,
      })),
    }),
  )
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""))
  const access = await requireProjectAccess({ kind: "cli" }, slug, "imports:create")
  await importFiles({ access }, { files: [{ name: "prompts.jsonl", path }] })
}

test("from the pool to near duplicates, held back but for one, and what is left for the next step", async ({
  page,
  admin,
}) => {
  await importPrompts(admin.slug)
  await signIn(page, admin.people.owner)
  const path = `/projects/${admin.slug}/prompts`
  await visit(page, `${path}?language=en`)
  const table = page.getByRole("region", { name: "Prompts", exact: true })
  await expect(table.getByRole("row")).toHaveCount(5)

  await page.getByRole("button", { name: "Edit all…" }).click()
  const edit = page.getByRole("dialog", { name: "Edit 4 prompts" })
  await edit.getByLabel("Use case").fill("cooking")
  await edit.getByRole("button", { name: "Change" }).click()
  await expect(edit.getByText("Changed 4 prompts.")).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(table.getByText("cooking", { exact: true })).toHaveCount(4)

  await page.getByRole("button", { name: "Rules…" }).click()
  const rules = page.getByRole("dialog", { name: "Rules for prompts" })
  await rules.getByLabel("Test, percent").fill("50")
  await rules.getByRole("button", { name: "Save rules" }).click()
  await expect(rules.getByText("7 prompts got a split", { exact: false })).toBeVisible()
  await page.keyboard.press("Escape")

  await page.getByRole("link", { name: "Near duplicates" }).click()
  await page.getByRole("button", { name: "Search 7 prompts" }).click()
  const group = page.getByRole("region", { name: "Group 1" })
  await expect(group.getByRole("heading", { name: "3 prompts" })).toBeVisible()
  await expect(group.getByText("Like 1:", { exact: false })).toHaveCount(2)
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze()
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([])
  await group.getByRole("radio", { name: "Stays" }).nth(1).check()
  await group.getByRole("button", { name: "Hold the others back" }).click()
  await expect(group.getByText("Near duplicate", { exact: true })).toHaveCount(2)
  await expect(group.getByText("Settled", { exact: true })).toBeVisible()

  await visit(page, `${path}?language=en`)
  await expect(page.getByText("4 prompts, 2 held back", { exact: true })).toBeVisible()
  const download = page.waitForEvent("download")
  await page.getByRole("link", { name: "Download as JSONL" }).click()
  const lines = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\n")
  expect(lines.map((line) => (JSON.parse(line) as { use_case: string }).use_case)).toEqual([
    "cooking",
    "cooking",
  ])
  await page.getByRole("combobox", { name: "State" }).selectOption("duplicate")
  await expect(table.getByRole("row")).toHaveCount(3)
  await table.getByRole("button", { name: "Release" }).first().click()
  await expect(table.getByRole("row")).toHaveCount(2)
})
