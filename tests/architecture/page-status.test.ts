import { readdirSync } from "node:fs"
import { expect, it } from "vitest"

/**
 * A `loading.tsx` sends status 200 and a skeleton before the page has asked who is there, so that a
 * refusal (401, 403, 404) could only be drawn, no longer said. Put <Suspense> into the page, below
 * its access check, instead.
 */
it("lets every page decide access before the first byte leaves", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  expect(files.filter((file) => /(^|\/)loading\.tsx$/.test(file))).toEqual([])
})
