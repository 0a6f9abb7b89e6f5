const icon = "http://www.w3.org/2000/svg"

/**
 * Gives every code block of a laid-out task a copy button, and lets the keyboard into blocks that
 * scroll sideways. Done on the finished document, off the path of the key: the server's HTML holds no
 * buttons, and the button holds no text, so that a panel's text stays what the model wrote.
 */
export function enhanceCode(layer: HTMLElement, labels: { readonly copy: string }): void {
  for (const block of layer.querySelectorAll<HTMLElement>(".rendered pre")) {
    if (block.querySelector("button[data-copy]")) continue
    const button = document.createElement("button")
    button.type = "button"
    button.className = "copy-code"
    button.dataset["copy"] = ""
    button.setAttribute("aria-label", labels.copy)
    button.title = labels.copy
    button.append(copyIcon())
    block.append(button)
  }
  for (const wide of layer.querySelectorAll<HTMLElement>(".rendered :is(pre, table, .katex-display)")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0
    else wide.removeAttribute("tabindex")
  }
}

/** Copies the block that a copy button stands in; undefined when the click was on something else. */
export async function copyCode(target: EventTarget | null): Promise<boolean | undefined> {
  const button = target instanceof Element ? target.closest("button[data-copy]") : null
  const block = button?.closest("pre")
  if (!block) return undefined
  try {
    await navigator.clipboard.writeText((block.textContent ?? "").replace(/\n$/, ""))
    return true
  } catch {
    return false
  }
}

function copyIcon(): SVGElement {
  const svg = document.createElementNS(icon, "svg")
  svg.setAttribute("viewBox", "0 0 16 16")
  svg.setAttribute("aria-hidden", "true")
  for (const [x, y] of [
    [5, 5],
    [2, 2],
  ] as const) {
    const rect = document.createElementNS(icon, "rect")
    for (const [name, value] of Object.entries({ x, y, width: 9, height: 9, rx: 2 }))
      rect.setAttribute(name, String(value))
    svg.append(rect)
  }
  return svg
}
