import AxeBuilder from "@axe-core/playwright"
import { expect, signIn, test } from "@/e2e/admin/scene"

for (const theme of ["light", "dark"] as const) {
  test(`the admin's pages have no fault that axe can find, ${theme}`, async ({ page, admin, baseURL }) => {
    // Ten pages, each examined whole.
    test.setTimeout(180_000)
    await signIn(page, admin.people.owner)
    const { hostname } = new URL(baseURL ?? "http://127.0.0.1:3100")
    await page.context().addCookies([{ name: "diptych-theme", value: theme, domain: hostname, path: "/" }])
    const path = `/projects/${admin.slug}`
    const pages = [
      "",
      "/tasks",
      `/tasks/${admin.differing}`,
      "/annotations",
      "/guidelines",
      "/protocol",
      "/rounds",
      "/settings",
      "/audit",
    ]
    for (const each of ["/projects", ...pages.map((rest) => path + rest)]) {
      await page.goto(each)
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
        .exclude("nextjs-portal")
        // The preview of the protocol is looked at in protocol.spec.ts.
        .exclude("iframe")
        .analyze()
      expect(
        violations.map((one) => `${each} ${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`),
      ).toEqual([])
    }
  })
}
