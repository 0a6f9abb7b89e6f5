/**
 * A path within this site, for "go on where you were". Whatever leads elsewhere (another host,
 * `//host`, a backslash that browsers read as a slash, a control character) becomes undefined.
 */
export function toSafePath(path: unknown): string | undefined {
  if (typeof path !== "string" || path.length > 2000) return undefined
  // oxlint-disable-next-line no-control-regex -- browsers drop these and read on
  return /^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(path) ? path : undefined
}
