import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { expect } from "@playwright/test"

/** Nothing that axe can find, neither against WCAG 2.2 AA nor against its own best practices. */
export async function expectNoFault(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .exclude("nextjs-portal")
    .analyze()
  expect(
    violations.map(
      (one) =>
        `${state}: ${one.id}: ${one.nodes
          .map((node) => node.html)
          .join(" ")
          .slice(0, 600)}`,
    ),
  ).toEqual([])
}
