"use client"

import { saveFile, toStandaloneHtml } from "@/components/numbers/save-figure"
import { Button } from "@/components/ui/button"

/** Print the page, or keep it as one file that needs nothing else. */
export function ReportTools({ name, title }: { name: string; title: string }) {
  return (
    <span data-print="no" className="flex flex-wrap gap-2">
      <Button
        onClick={() => {
          const report = document.querySelector("[data-report]")
          if (report)
            saveFile(`${name}-numbers.html`, "text/html;charset=utf-8", toStandaloneHtml(report, title))
        }}
      >
        Save as one file
      </Button>
      <Button onClick={() => window.print()}>Print</Button>
    </span>
  )
}
