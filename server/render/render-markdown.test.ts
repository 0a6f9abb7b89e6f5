import fc from "fast-check"
import { expect, test } from "vitest"
import { findMath } from "@/server/render/find-math"
import { MAX_CHARS, renderMarkdown } from "@/server/render/render-markdown"
import { toPlain } from "@/tests/support/read-html"

const html = (source: string) => renderMarkdown(source).html
const formulas = (source: string) => findMath(source).map((span) => span.tex)

test.each([
  ["$5 to $10", []],
  ["It costs $5, or $10.", []],
  ["US$5 and A$6", []],
  ["**$5** or **$6**", []],
  ["$5-$10, $5/$10", []],
  ["from $5M in revenue to 3M$ today", []],
  ["$20 USD and 30$", []],
  ["| $5 | $10 |", []],
  ["between 5$ and 10$", []],
  ["echo $PATH:$HOME", []],
  ["$HOME and $USER", []],
  ["`$x$` is code", []],
  ["```\n$x$\n```", []],
  ["~~~tex\n\\(x\\)\n~~~", []],
  ["\\$x\\$", []],
  ["a $x", []],
  ["$a\n\nb$", []],
  ["\\[see the note below\\]", []],
  ["$x^2$ and $y$", ["x^2", "y"]],
  ["$5 and $x$", ["x"]],
  ["$100$ or $3n + 1$", ["100", "3n + 1"]],
  ["\\(a_b\\) and \\[c*d\\]", ["a_b", "c*d"]],
  ["$$\na = b\n- c\n$$", ["\na = b\n- c\n"]],
  ["> $$\n> a\n> $$", ["\na\n"]],
  ["$\\text{if x is small}$", ["\\text{if x is small}"]],
])("formulas of %j are %j", (source, expected) => {
  expect(formulas(source)).toEqual(expected)
})

test("money stands there as it was written", () => {
  expect(toPlain(html("It costs $5 to $10, or $7."))).toBe("It costs $5 to $10, or $7.")
})

test("formulas are typeset as HTML and MathML; broken or reaching ones are shown as written", () => {
  expect(html("$x^2$")).toContain("<math")
  expect(html("$x^2$")).toContain("katex-html")
  for (const tex of ["$\\frac{a$", "$\\href{https://a.b}{x}$", "$\\includegraphics{https://a.b/c.png}$"]) {
    expect(toPlain(html(tex))).toBe(tex)
  }
})

test("HTML is text, and the Markdown between it works", () => {
  const out = html("<div>\n**bold** <!-- note --> <img src=x onerror=alert(1)>\n</div>")
  expect(out).toContain("<strong>bold</strong>")
  expect(toPlain(out)).toBe("<div>\nbold <!-- note --> <img src=x onerror=alert(1)>\n</div>")
})

test("addresses of links and images are there to be read, and nothing is loaded", () => {
  const out = html(
    '![a cat](https://evil.example/cat.png "x") [here](https://a.example) [bad](javascript:alert(1))',
  )
  expect(out).not.toContain("<img")
  expect(toPlain(out)).toBe(
    'a cat (https://evil.example/cat.png "x") here (https://a.example) bad (javascript:alert(1))',
  )
  expect(out).toContain('href="https://a.example" rel="noopener noreferrer nofollow" target="_blank"')
  expect(out).not.toContain('href="javascript')
})

test("nothing a model wrote disappears: definitions, footnotes, wide rows, wrong numbers, info lines", () => {
  expect(toPlain(html("[a]: https://x.example\n\nfoot[^1]\n\n[^1]: note"))).toContain(
    "[a]: https://x.example",
  )
  expect(toPlain(html("foot[^1]\n\n[^1]: note"))).toContain("[^1]: note")
  expect(toPlain(html("|a|b|\n|-|-|\n|1|2|third|"))).toContain("third")
  expect(html("1. a\n1. b\n5. c")).toMatch(/<li value="1".*<li value="5"/s)
  expect(toPlain(html("```python title=x\n1\n```"))).toContain("python title=x")
})

test("line ends are the model's, headings come below the page's own, blocks find their direction", () => {
  expect(html("one\ntwo")).toContain("one<br>")
  expect(html("# Title\n\n## Part")).toMatch(/<h3 dir="auto">Title<\/h3>\s*<h4 dir="auto">Part/)
  // A list turns with its lines, or its marks would stand outside the page.
  expect(html("- שלום\n\n- hello")).toMatch(/^<ul dir="rtl">\s*<li dir="rtl">\s*<p dir="auto">שלום/)
  expect(html("> hello")).toContain('<blockquote dir="ltr">')
  // No level is skipped, whatever the text begins with or jumps to.
  expect(html("## Part\n\n###### Deep\n\n# Title")).toMatch(
    /<h3 dir="auto">Part<\/h3>\s*<h4 dir="auto">Deep<\/h4>\s*<h3 dir="auto">Title/,
  )
  expect(html("שלום\n\nhello")).toBe('<p dir="auto">שלום</p>\n<p dir="auto">hello</p>')
  expect(html("about ~5 to ~10")).not.toContain("<del>")
})

test("code is coloured, and its formulas and placeholders are as written", () => {
  const out = html("```python\nprint('$x$')\n```\nand `$y$` \ue000 0\ue001")
  expect(out).toContain("hljs-built_in")
  expect(toPlain(out)).toContain("print('$x$')")
  expect(toPlain(out)).toContain("$y$ \ue000 0\ue001")
})

test("an empty text is empty", () => {
  expect(renderMarkdown("")).toEqual({ html: "", plain: null })
})

test("a text too long or too deep is shown plainly and says so", () => {
  const long = "a b\n\n".repeat(MAX_CHARS / 5 + 1)
  expect(renderMarkdown(`${long}<b>`)).toMatchObject({ plain: "too-long" })
  expect(toPlain(html(`${long}<b>`))).toBe(`${long}<b>`)
  expect(renderMarkdown("a".repeat(30_000))).toMatchObject({ plain: "too-long" })
  expect(renderMarkdown(`${">".repeat(5000)} x`)).toMatchObject({ plain: "too-deep" })
  expect(renderMarkdown(`${"- ".repeat(500)} x`)).toMatchObject({ plain: "too-deep" })
})

test("every letter and digit of plain prose comes out, in order", () => {
  const word = fc.constantFrom(
    "cat",
    "$5",
    "x_1",
    "*a*",
    "**b**",
    "<i>",
    "</i>",
    "`c`",
    "[d](e)",
    "#",
    ">",
    "-",
    "1.",
    "|",
    "\n",
    "\n\n",
    "~",
    "$x$",
    "\\(y\\)",
    "مرحبا",
    "日本",
    "🙂",
    "<script>",
    "![f](g)",
    "[h]",
    "[k]: l",
    "[^m]",
    "https://n.example/o?p=q",
  )
  const letters = (text: string) => (text.match(/[\p{L}\p{N}]/gu) ?? []).join("")
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 25 }).map((words) => words.join(" ")),
      (source) => {
        // Formulas come out twice (HTML and MathML) and list numbers as attributes: both are left out here.
        const bare = findMath(source).reduceRight(
          (text, span) => text.slice(0, span.start) + text.slice(span.end),
          source,
        )
        const expected = letters(bare.replaceAll(/^([ \t>#*|-]*)\d+\.(?=\s|$)/gm, "$1")).replaceAll(/1/g, "")
        expect(letters(toPlain(html(bare))).replaceAll(/1/g, "")).toBe(expected)
      },
    ),
    { numRuns: 400 },
  )
})
