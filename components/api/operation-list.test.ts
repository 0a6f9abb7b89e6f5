import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { About } from "@/components/api/operation-list"

test("names between backticks are code", () => {
  const html = renderToStaticMarkup(createElement(About, { text: "`next` of the <answer>, or `id`." }))
  expect(html.replace(/ class="[^"]*"/g, "")).toBe(
    "<code>next</code> of the &lt;answer&gt;, or <code>id</code>.",
  )
})
