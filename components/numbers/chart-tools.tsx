"use client"

import { useEffect, useState } from "react"
import { saveFile, tableToCsv, toCsvLine, toStackedSvg } from "@/components/numbers/save-figure"

/**
 * CSV and SVG of one figure, made in the browser from what stands on the page; `whole` is the page with every row where
 * this one has not all of them.
 */
export function ChartTools({ figure, whole }: { figure: string; whole: string | null }) {
  const [has, setHas] = useState({ picture: false, table: false })
  // What there is depends on the figures: one that is still computed has neither.
  useEffect(() => {
    setHas({
      picture: find(figure)?.querySelector("[data-chart] svg") != null,
      table: find(figure)?.querySelector("table") != null,
    })
  }, [figure])
  if (!has.picture && !has.table) return null
  return (
    <span data-print="no" className="ms-auto flex gap-3">
      {has.table && (
        <button
          type="button"
          className={style}
          onClick={() => void (whole === null ? saveCsv(figure, document) : saveWhole(figure, whole))}
        >
          CSV<span className="sr-only"> of this figure</span>
        </button>
      )}
      {has.picture && (
        <button type="button" className={style} onClick={() => saveSvg(figure)}>
          SVG<span className="sr-only"> of this figure</span>
        </button>
      )}
    </span>
  )
}

const style =
  "min-h-8 rounded-md px-1 text-ink-2 hover:text-ink hover:underline pointer-coarse:min-h-11 pointer-coarse:min-w-11"

const find = (figure: string, from: Document = document) =>
  from.querySelector(`[data-figure="${CSS.escape(figure)}"]`)

async function saveWhole(figure: string, address: string): Promise<void> {
  try {
    const answer = await fetch(address)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (answer.ok && find(figure, page)?.querySelector("table")) return saveCsv(figure, page)
  } catch {
    // No line: the page below says so better than a button could.
  }
  location.assign(`${address}#${figure}`)
}

/** All tables of the figure; where there are several each has its name above it and an empty line below. */
function saveCsv(figure: string, from: Document): void {
  const tables = [...(find(figure, from)?.querySelectorAll("table") ?? [])]
  const parts = tables.map((table) =>
    tables.length === 1
      ? tableToCsv(table)
      : `${toCsvLine([table.caption?.textContent ?? ""])}\r\n${tableToCsv(table)}`,
  )
  saveFile(`${figure}.csv`, "text/csv;charset=utf-8", parts.join("\r\n"))
}

function saveSvg(figure: string): void {
  const wide = [...(find(figure)?.querySelectorAll<SVGSVGElement>('[data-chart="wide"] svg') ?? [])]
  if (wide.length > 0) saveFile(`${figure}.svg`, "image/svg+xml", toStackedSvg(wide))
}
