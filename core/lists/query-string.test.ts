import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toQueryString, toSortLink } from "@/core/lists/query-string"
import { taskQueryDefaults, taskQuerySchema, taskSorts } from "@/core/lists/task-query"

describe("toQueryString", () => {
  it("leaves defaults out and goes back to page 1 when a filter changes", () => {
    const now = { q: "sort", page: 3, dir: "asc" }
    const defaults = { q: "", page: 1, dir: "asc" }
    expect(toQueryString(now, defaults)).toBe("?page=3&q=sort")
    expect(toQueryString(now, defaults, { page: 4 })).toBe("?page=4&q=sort")
    expect(toQueryString(now, defaults, { q: "dates" })).toBe("?q=dates")
    expect(toQueryString(now, defaults, { q: "" })).toBe("")
  })

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.constantFrom(...taskSorts),
        fc.integer({ min: 1, max: 999 }),
        (q, sort, page) => {
          const query = { ...taskQueryDefaults, q: q.trim(), sort, page }
          const read = Object.fromEntries(new URLSearchParams(toQueryString(query, taskQueryDefaults)))
          expect(taskQuerySchema.parse(read)).toEqual(query)
        },
      ),
    )
  })
})

describe("taskQuerySchema", () => {
  it("takes anything from an address and lets nothing but known keys through", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (params) => {
        const query = taskQuerySchema.parse(params)
        expect(taskSorts).toContain(query.sort)
        expect(["asc", "desc"]).toContain(query.dir)
      }),
    )
    expect(taskQuerySchema.parse({ sort: "created; DROP TABLE", dir: "x", page: "-1", state: "?" })).toEqual(
      taskQueryDefaults,
    )
  })
})

it("turns the column that a list is sorted by round, and begins another as asked", () => {
  const defaults = { sort: "name", dir: "asc", page: 1 } as {
    sort: string
    dir: "asc" | "desc"
    page: number
  }
  const now = { ...defaults, page: 4 }
  expect(toSortLink("/x", now, defaults, "name", "asc")).toEqual({ href: "/x?dir=desc", direction: "asc" })
  expect(toSortLink("/x", now, defaults, "seen", "desc")).toEqual({
    href: "/x?dir=desc&sort=seen",
    direction: undefined,
  })
})
