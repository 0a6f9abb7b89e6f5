/**
 * Whether a person must read and confirm before they go on: some version asked for it, and they have
 * confirmed neither that one nor a later one. A version that asks for nothing does not take back what an
 * earlier one asked for.
 *
 * Example: version 2 asks, version 3 (a spelling) does not. Who confirmed 1 must confirm; who confirmed 2 need not.
 */
export function mustConfirm(
  versions: readonly { readonly version: number; readonly confirmRequired: boolean }[],
  confirmed: number | null,
): boolean {
  const asked = versions.filter((one) => one.confirmRequired).map((one) => one.version)
  return asked.length > 0 && Math.max(...asked) > (confirmed ?? 0)
}
