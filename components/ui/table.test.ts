import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, it } from "vitest"
import { ActionsTd, ActionsTh, Td, Th } from "@/components/ui/table"

describe("a table", () => {
  it("has the heads of figures over their figures, and the others at the start", () => {
    expect(renderToStaticMarkup(createElement(Th, { numeric: true }))).toMatch(/text-end(?!.*text-start)/)
    expect(renderToStaticMarkup(createElement(Th))).toMatch(/text-start(?!.*text-end)/)
  })

  it("keeps what can be done with a row in view, and names it for who hears the table", () => {
    const head = renderToStaticMarkup(createElement(ActionsTh, { label: "Change" }))
    expect(head).toMatch(/^<th scope="col" class="[^"]*\bcell-end\b/)
    expect(head).toContain("Change</span>")
    expect(renderToStaticMarkup(createElement(ActionsTd))).toContain('class="cell cell-end text-end"')
  })

  it("spends few letters on a cell: a page may have thousands", () => {
    expect(renderToStaticMarkup(createElement(Td, { numeric: true })).length).toBeLessThan(60)
  })
})
