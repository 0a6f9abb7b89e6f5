/** The header is a line; what runs over this many characters without an end is judged by its beginning. */
const longEnough = 65_536

/**
 * What stands between the fields of a CSV, by its header: a comma where one stands outside quotes,
 * else the more frequent of `;` (Excel where the comma is in numbers) and the tab. A header of one
 * column has none of them, and a comma is as good as any. `undefined` while the header goes on.
 *
 * Example: `"a,b";c` is divided by `;`, `"a;b"` is one column.
 */
export function findDelimiter(text: string, last: boolean): string | undefined {
  const counts = { ",": 0, ";": 0, "\t": 0 }
  let quoted = false
  let begun = false
  for (let at = 0; at < text.length; at++) {
    const one = text.charAt(at)
    if (one === '"') quoted = !quoted
    const ended = !quoted && (one === "\n" || one === "\r")
    // Blank lines above the header are skipped, as the parser skips them.
    if (ended && begun) return mostOf(counts)
    if (!ended) begun = true
    if (!quoted && (one === "," || one === ";" || one === "\t")) counts[one]++
  }
  return last || text.length >= longEnough ? mostOf(counts) : undefined
}

function mostOf(counts: { readonly [delimiter in "," | ";" | "\t"]: number }): string {
  if (counts[","] > 0 || counts[";"] + counts["\t"] === 0) return ","
  return counts["\t"] > counts[";"] ? "\t" : ";"
}
