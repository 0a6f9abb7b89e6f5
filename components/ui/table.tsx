import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react"
import Link from "next/link"
import type { ComponentProps, ReactNode } from "react"
import { cx } from "@/components/ui/cx"

/**
 * A table that scrolls sideways on its own where the window is narrow (and can then be reached and
 * scrolled by keyboard) and keeps its head in view where the window is wide.
 */
export function Table({
  caption,
  className,
  children,
}: {
  /** Names the table for assistive technology. */
  caption: string
  className?: string
  children: ReactNode
}) {
  return (
    <div className={cx("@container", className)}>
      <section
        aria-label={caption}
        // Scrolled by keyboard, so it must take focus. Relative, or words for screen readers in cells that are scrolled
        // away (absolute) would widen the page.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="relative overflow-x-auto rounded-panel focus-visible:outline-offset-0 @5xl:overflow-x-visible"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{caption}</caption>
          {children}
        </table>
      </section>
    </div>
  )
}

const thStyle =
  "sticky top-0 z-10 border-b border-line bg-surface px-3 py-2.5 align-middle text-xs font-medium " +
  "whitespace-nowrap text-ink-2 first:rounded-ss-panel first:ps-5 last:rounded-se-panel last:pe-5"

export function Th({ numeric = false, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return <th scope="col" {...rest} className={cx(thStyle, numeric ? "text-end" : "text-start", className)} />
}

export type SortDirection = "asc" | "desc"

/** A column head that is a link to the same table in another order; the server sorts. */
export function SortTh({
  href,
  direction,
  numeric = false,
  className,
  children,
}: {
  href: string
  /** How the table is sorted by this column now; undefined = it is not. */
  direction?: SortDirection | undefined
  numeric?: boolean
  className?: string
  children: ReactNode
}) {
  const Arrow = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown
  const sort = direction && (direction === "asc" ? "ascending" : "descending")
  return (
    <Th aria-sort={sort} numeric={numeric} className={cx("py-0", className)}>
      <Link
        href={href}
        scroll={false}
        className={cx(
          "-mx-1.5 inline-flex min-h-10 items-center gap-1 rounded-md px-1.5 hover:text-ink pointer-coarse:min-h-11",
          direction && "text-ink",
        )}
      >
        {children}
        <Arrow aria-hidden className={cx("size-3.5", !direction && "opacity-50")} />
      </Link>
    </Th>
  )
}

/** Heads the column of what can be done with each row, which stays in view (see .cell-end); `label` says what. */
export function ActionsTh({ label }: { label: string }) {
  return (
    <Th className="cell-end z-11">
      <span className="sr-only">{label}</span>
    </Th>
  )
}

/** What can be done with a row. */
export function ActionsTd({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} className={cx("cell cell-end text-end", className)} />
}

/** Several of them stand side by side where the table has room, else one below the other. */
export const rowActions =
  "flex flex-col items-end justify-end gap-1 @5xl:flex-row @5xl:items-center @5xl:gap-1.5"

/** A row; where it leads somewhere, put the link into its first cell. */
export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={cx("group hover:bg-hover", className)} />
}

export function Td({ numeric = false, className, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  // One short word each: of a table with thousands of cells the class names would be most of the page.
  return <td {...rest} className={cx("cell", numeric && "figures text-end", className)} />
}
