/** RFC 4180: fields with comma, quote or line break are quoted; lines end in CRLF. */
export function toCsvLine(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",")
}

/**
 * A table of the page as CSV. A cell says its bare value in `data-value` where what people read has a unit; a cell that
 * a spreadsheet would take for a formula gets a quote before it, since names come from imported data.
 */
export function tableToCsv(table: HTMLTableElement): string {
  const lines = [...table.rows].map((row) =>
    toCsvLine(
      [...row.cells].map((cell) => {
        const value = cell.dataset["value"] ?? cell.textContent.trim().replaceAll("\u2212", "-")
        return /^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value
      }),
    ),
  )
  return `${lines.join("\r\n")}\r\n`
}

const kept = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
]

/** The picture with its colours written into it, so that it looks the same without the page's style sheet. */
export function toStandaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const [from, to] = [
    [svg, ...svg.querySelectorAll("*")],
    [copy, ...copy.querySelectorAll("*")],
  ]
  to.forEach((element, at) => {
    // A picture out of sight has no computed colours on phones: the attributes stay then.
    const style = getComputedStyle(from[at] as Element)
    for (const name of kept) {
      const value = style.getPropertyValue(name)
      if (value !== "") element.setAttribute(name, value)
    }
    element.removeAttribute("class")
  })
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  const { width, height } = svg.viewBox.baseVal
  copy.setAttribute("width", String(width))
  copy.setAttribute("height", String(height))
  return copy.outerHTML
}

/** Several pictures of one figure below one another in one file. */
export function toStackedSvg(pictures: readonly SVGSVGElement[]): string {
  const [only] = pictures
  if (only && pictures.length === 1) return toStandaloneSvg(only)
  const sizes = pictures.map((picture) => picture.viewBox.baseVal)
  const width = Math.max(...sizes.map((size) => size.width))
  let height = 0
  const parts = pictures.map((picture, at) => {
    const name = picture.querySelector("title")?.textContent ?? ""
    const label = document.createElementNS("http://www.w3.org/2000/svg", "text")
    label.textContent = name
    label.setAttribute("y", String(height + 16))
    label.setAttribute("font-size", "14")
    const inner = toStandaloneSvg(picture).replace("<svg", `<svg y="${height + 28}"`)
    height += 28 + (sizes[at]?.height ?? 0) + 24
    return label.outerHTML + inner
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">${parts.join("")}</svg>`
}

/** The whole report as one HTML file: its text, tables and pictures with the styles of the page, no script. */
export function toStandaloneHtml(report: Element, title: string): string {
  const copy = report.cloneNode(true) as Element
  for (const away of copy.querySelectorAll('[data-print="no"], script')) away.remove()
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes)
  const styles = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
    .join("\n")
    .replaceAll("</", "<\\/")
  const name = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  return `<!doctype html>
<html lang="en" data-theme="system"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${name}</title><style>${styles}
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }</style></head>
<body>${copy.outerHTML}</body></html>
`
}

export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
