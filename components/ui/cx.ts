/** Joins class names; falsy parts fall out. `cx("a", false, "b") === "a b"`. */
export function cx(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ")
}
