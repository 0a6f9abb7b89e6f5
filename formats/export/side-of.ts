/**
 * Whether the text with the smaller hash stands first in a format with an A and a B: by SHA-256 of seed and
 * row, so that the place tells nothing about which is better.
 */
export function smallerFirst(sha256: (text: string) => string, seed: string, row: string): boolean {
  return Number.parseInt(sha256(`${seed}:side:${row}`).slice(0, 2), 16) % 2 === 0
}
