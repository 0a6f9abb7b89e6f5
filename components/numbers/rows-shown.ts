/** Rows of a long table that stand on the page; all of them are one link away. */
export const ROWS_ON_PAGE = 60

export type RowsShown = {
  readonly most: number
  /** The same page with every row of every table. */
  readonly allHref: string
}

/** A table of which only the first rows are on the page. */
export type CutTable = { readonly shown: number; readonly of: number; readonly allHref: string }

/** The rows that are on the page, and what to say where that is not all of them. */
export function cutRows<T>(
  rows: readonly T[],
  { most, allHref }: RowsShown,
): { readonly rows: readonly T[]; readonly cut: CutTable | undefined } {
  return rows.length <= most
    ? { rows, cut: undefined }
    : { rows: rows.slice(0, most), cut: { shown: most, of: rows.length, allHref } }
}
