/** What the address of a list can hold: filters, order, page. */
export type ListQuery = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * The query string of a list after a change, without what equals the default, in a fixed order, so that
 * equal states have equal addresses. A change of anything but the page goes back to page 1.
 *
 * Example: `toQueryString({ q: "sort", page: 3 }, { page: 1, q: "" }, { q: "dates" })` is `"?q=dates"`.
 */
export function toQueryString(now: ListQuery, defaults: ListQuery, change: ListQuery = {}): string {
  const reset = Object.keys(change).some((key) => key !== "page") ? { page: 1 } : {}
  const next: ListQuery = { ...now, ...reset, ...change }
  const kept = Object.entries(next)
    .filter(([key, value]) => value !== undefined && value !== "" && value !== defaults[key])
    .map(([key, value]): [string, string] => [key, String(value)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return kept.length === 0 ? "" : `?${new URLSearchParams(kept)}`
}

type Direction = "asc" | "desc"

/**
 * Where the head of a column leads: the list by this column, the other way round when it is sorted by it
 * already. `direction` is the one it has now, undefined when it is sorted by another.
 */
export function toSortLink<Q extends ListQuery & { readonly sort: string; readonly dir: Direction }>(
  path: string,
  query: Q,
  defaults: Q,
  sort: Q["sort"],
  first: Direction,
): { readonly href: string; readonly direction: Direction | undefined } {
  const direction = query.sort === sort ? query.dir : undefined
  const dir = direction ? (direction === "asc" ? "desc" : "asc") : first
  return { href: path + toQueryString(query, defaults, { sort, dir }), direction }
}

/** Next gives repeated parameters as arrays; a list takes the first of each. */
export function toSingleValues(params: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]),
  )
}
