import type { Command } from "@/cli/command"

export type FoundCommand = { readonly command: Command; readonly rest: readonly string[] }

/**
 * The command whose name the words begin with; names may have several words (`project create`),
 * and the longest match wins.
 */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): FoundCommand | undefined {
  const matches = commands
    .map((command) => ({ command, parts: command.name.split(" ") }))
    .filter(({ parts }) => parts.every((part, index) => words[index] === part))
    .toSorted((x, y) => y.parts.length - x.parts.length)
  const best = matches[0]
  return best && { command: best.command, rest: words.slice(best.parts.length) }
}

/** The command a mistyped one most likely meant, or undefined where none is near. */
export function nearestCommand(commands: readonly Command[], words: readonly string[]): Command | undefined {
  const ranked = commands
    .map((command) => {
      const typed = words.slice(0, command.name.split(" ").length).join(" ")
      return { command, distance: editDistance(typed, command.name) }
    })
    .toSorted((x, y) => x.distance - y.distance)
  const best = ranked[0]
  return best && best.distance <= Math.max(2, best.command.name.length / 3) ? best.command : undefined
}

/**
 * Levenshtein distance: the least number of inserted, removed or replaced characters that turns one
 * word into the other. `editDistance("improt", "import")` is 2.
 */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
