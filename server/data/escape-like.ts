/** A text to be found as it is: `%`, `_` and `\` lose their meaning in LIKE. */
export function toLikePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
