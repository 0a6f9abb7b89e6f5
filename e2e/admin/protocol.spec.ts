import AxeBuilder from "@axe-core/playwright"
import { expect, signIn, test, visit } from "@/e2e/admin/scene"

test("a protocol is changed by form and by JSON, refused while it cannot be asked, kept by version", async ({
  page,
  admin,
}) => {
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${admin.slug}/protocol`)
  const asked = page.getByRole("complementary", { name: "What people will be asked" })

  // Tasks to compare exist, so a ranking is not offered.
  const start = page.getByLabel("Start from")
  await expect(start.getByRole("option", { name: "InstructGPT", exact: true })).toHaveCount(0)
  await start.selectOption({ label: "HelpSteer2" })
  await expect(asked.getByText("Verbosity")).toBeVisible()
  await page.getByRole("button", { name: "Remove Verbosity" }).click()
  await expect(asked.getByText("Verbosity")).toHaveCount(0)
  await page.getByRole("button", { name: "Add a criterion" }).click()
  await page.getByLabel("Label", { exact: true }).last().fill("Tone of voice")
  await expect(asked.getByText("Tone of voice")).toBeVisible()

  // The real page beside it: what is typed in the form stays there, and its own keys work in it.
  const preview = page.frameLocator("iframe[title='The annotate page under this protocol']")
  const inView = preview.locator(".layer[data-active='true']")
  await expect(inView.getByText("Tone of voice").first()).toBeVisible()
  const question = page.getByLabel("Question", { exact: false }).first()
  await question.pressSequentially("Which 4 of 1?")
  await expect(question).toBeFocused()
  await expect(preview.getByText("Which 4 of 1?")).toBeVisible()
  await expect(inView.locator("[aria-pressed='true'].rating-value")).toHaveCount(0)
  await inView.locator(".side-scroll").first().click()
  await page.keyboard.press("3")
  await expect(inView.locator("[aria-pressed='true'].rating-value")).toHaveText(["3"])
  await expect(question).toHaveValue("Which 4 of 1?")
  await question.fill("")

  // Its highest value below its lowest: said by name, and nothing can be saved.
  const save = page.getByRole("button", { name: "Save as version 2" })
  await page.getByLabel("To", { exact: true }).last().fill("1")
  await expect(page.getByText("expected more than the lowest value 1.").first()).toBeVisible()
  await expect(save).toBeDisabled()
  await page.getByLabel("To", { exact: true }).last().fill("5")
  await save.click()
  await expect(page.getByText("Version 2 is in force.")).toBeVisible()

  await page.getByRole("tab", { name: "JSON" }).click()
  const json = page.getByLabel("Protocol as JSON")
  expect(JSON.parse(await json.inputValue())).toMatchObject({
    preset: "helpsteer2",
    criteria: [{}, {}, {}, {}, { name: "tone-of-voice", min: 1, max: 5 }],
  })
  await json.fill('{"preset": "own"}')
  await page.getByRole("button", { name: "Take it over" }).click()
  await expect(page.getByText(/The protocol's "kind" is wrong/)).toBeVisible()
  await json.fill(
    JSON.stringify({
      preset: "own",
      kind: "PAIRWISE",
      scale: { points: 2, tie: true, bothBad: false },
      rationale: { mode: "off" },
      question: "Which is kinder?",
    }),
  )
  await page.getByRole("button", { name: "Take it over" }).click()
  await expect(asked.getByText("Which is kinder?")).toBeVisible()
  await page.getByRole("button", { name: "Save as version 3" }).click()
  await expect(page.getByText("Version 3 is in force.")).toBeVisible()

  await page.getByRole("link", { name: /^Version 2/ }).click()
  await expect(page.getByText("This is version 2, as it was.")).toBeVisible()
  await expect(page.getByText("Tone of voice")).toBeVisible()
})

for (const colorScheme of ["light", "dark"] as const) {
  test(`the editor has no fault that axe can find, ${colorScheme}`, async ({ page, admin }) => {
    await page.emulateMedia({ colorScheme })
    await signIn(page, admin.people.owner)
    await visit(page, `/projects/${admin.slug}/protocol`)
    await page.getByLabel("Start from").selectOption({ label: "HelpSteer2" })
    await expect(page.getByText("Verbosity").first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
      .exclude("nextjs-portal")
      .analyze()
    expect(violations.map((one) => [one.id, one.nodes.map((node) => node.html)])).toEqual([])
  })
}
