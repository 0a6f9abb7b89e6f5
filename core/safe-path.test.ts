import fc from "fast-check"
import { expect, it } from "vitest"
import { toSafePath } from "@/core/safe-path"

it("keeps paths of this site", () => {
  for (const path of ["/", "/projects", "/projects/a/tasks?q=%2F%2Fx&page=2#row"]) {
    expect(toSafePath(path)).toBe(path)
  }
})

it("refuses whatever could lead elsewhere", () => {
  for (const path of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:x",
    "",
    "/\t/evil.example",
    null,
  ]) {
    expect(toSafePath(path)).toBeUndefined()
  }
})

it("never leaves the origin, as a browser resolves it", () => {
  fc.assert(
    fc.property(
      fc.string().map((rest) => `/${rest}`),
      (path) => {
        const safe = toSafePath(path)
        if (safe !== undefined)
          expect(new URL(safe, "http://here.example").origin).toBe("http://here.example")
      },
    ),
  )
})
