import type { ReactNode } from "react"
import { ChartTools } from "@/components/numbers/chart-tools"
import { figure } from "@/components/numbers/format"
import type { CutTable } from "@/components/numbers/rows-shown"
import { TextLink } from "@/components/ui/text-link"
import { cx } from "@/components/ui/cx"

/**
 * One figure of the page: the question as its title, the answer in one line, the picture, and one click away the
 * same as a table and how it is computed. n and method stand beside the title, small.
 */
export function FigurePanel({
  id,
  title,
  answer,
  meta,
  definition,
  table,
  cut,
  className,
  children,
}: {
  id: string
  title: string
  answer: ReactNode
  /** n and method. */
  meta: ReactNode
  definition: ReactNode
  /** The figures of the picture, for reading and for CSV. */
  table?: ReactNode
  /** Where the table is longer than what stands here. */
  cut?: CutTable | undefined
  className?: string
  children?: ReactNode
}) {
  return (
    <section aria-labelledby={id} data-figure={id} className={cx("panel panel-padded min-w-0", className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-base">
          {title}
        </h2>
        <p className="figures text-xs text-ink-3">{meta}</p>
      </div>
      <p className="mt-1 text-sm text-ink-2">{answer}</p>
      {children && <div className="mt-4 min-w-0">{children}</div>}
      <div className="mt-4 flex flex-wrap items-start gap-x-5 gap-y-1 text-sm">
        {table && (
          <details className="group/table min-w-0 open:basis-full" data-table>
            <Toggle>Read as a table</Toggle>
            <div className="mt-2">{table}</div>
            {cut && (
              <p className="mt-2 text-sm text-ink-2">
                The first {figure(cut.shown)} of {figure(cut.of)} rows; the CSV has all.{" "}
                <TextLink href={`${cut.allHref}#${id}`}>Every row on the page</TextLink>
              </p>
            )}
          </details>
        )}
        <details className="min-w-0 open:basis-full">
          <Toggle>How it is computed</Toggle>
          <div className="prose-measure mt-1 space-y-2 text-sm text-ink-2">{definition}</div>
        </details>
        <ChartTools figure={id} whole={cut?.allHref ?? null} />
      </div>
    </section>
  )
}

function Toggle({ children }: { children: ReactNode }) {
  return (
    <summary className="inline-flex min-h-8 items-center rounded-md text-accent hover:underline pointer-coarse:min-h-11">
      {children}
    </summary>
  )
}

export const WIDE = 620
export const NARROW = 320

/**
 * The same picture drawn for a wide and for a narrow place, so that its words stay readable in both. The pictures
 * are parts of the browser, too: the page then carries the figures once, and not every line of them a second time.
 */
export function ChartPair({ wide, narrow }: { wide: ReactNode; narrow: ReactNode }) {
  return (
    <>
      <div className="hidden sm:block print:block" data-chart="wide">
        {wide}
      </div>
      <div className="sm:hidden print:hidden" data-chart="narrow">
        {narrow}
      </div>
    </>
  )
}

export function NoFigure({ children }: { children: ReactNode }) {
  return <p className="rounded-control bg-sunken px-4 py-6 text-center text-sm text-ink-2">{children}</p>
}
