"use client"

import { useEffect, useState } from "react"
import { saveFile, tableToCsv, toStandaloneSvg } from "@/components/numbers/save-figure"

/** CSV and SVG of one figure, made in the browser from what stands on the page. */
export function ChartTools({ figure }: { figure: string }) {
  const [hasPicture, setHasPicture] = useState(false)
  useEffect(() => {
    setHasPicture(find(figure)?.querySelector("[data-chart] svg") != null)
  }, [figure])
  return (
    <span data-print="no" className="ms-auto flex gap-3">
      <button type="button" className={style} onClick={() => saveCsv(figure)}>
        CSV<span className="sr-only"> of this figure</span>
      </button>
      {hasPicture && (
        <button type="button" className={style} onClick={() => saveSvg(figure)}>
          SVG<span className="sr-only"> of this figure</span>
        </button>
      )}
    </span>
  )
}

const style =
  "min-h-8 rounded-md px-1 text-ink-2 hover:text-ink hover:underline pointer-coarse:min-h-11 pointer-coarse:min-w-11"

const find = (figure: string) => document.querySelector(`[data-figure="${CSS.escape(figure)}"]`)

function saveCsv(figure: string): void {
  const table = find(figure)?.querySelector("[data-table] table")
  if (table) saveFile(`${figure}.csv`, "text/csv;charset=utf-8", tableToCsv(table as HTMLTableElement))
}

function saveSvg(figure: string): void {
  const wide = find(figure)?.querySelector<SVGSVGElement>('[data-chart="wide"] svg')
  if (wide) saveFile(`${figure}.svg`, "image/svg+xml", toStandaloneSvg(wide))
}
