/**
 * JSON with sorted keys and no whitespace: equal values give equal bytes, so its hash names a value.
 * Members that are undefined are left out, as in JSON.stringify.
 *
 * Example: `canonicalJson({ b: [1, "x"], a: null })` is `{"a":null,"b":[1,"x"]}`.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([x], [y]) => (x < y ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(",")}}`
  }
  return JSON.stringify(value)
}
