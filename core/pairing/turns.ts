import type { Messages } from "@/core/messages"
import type { TextSet } from "@/core/pairing/prompt-texts"

/**
 * The beginnings of a continued conversation, each up to the end of an answer: what was there to judge
 * after the first turn, after the second, and so on. The last one is the conversation itself. A turn
 * ends where the next message is the user's; calls of tools and what they gave belong to the answer.
 *
 * Example: `[a1, u2, a2]` gives `[a1]` and `[a1, u2, a2]`; a single answer gives itself.
 */
export function turnBeginnings(messages: Messages): Messages[] {
  return messages.flatMap((message, index) => {
    const isLast = index === messages.length - 1
    const ends = message.role === "assistant" && messages[index + 1]?.role === "user"
    return isLast || ends ? [messages.slice(0, index + 1)] : []
  })
}

/** By the hash of a text: the hashes of its beginnings, its own last. */
export type TurnsOf = ReadonlyMap<string, readonly string[]>

/** Texts that only begin another one: judged turn by turn, but planned by the conversation they begin. */
export function beginningsOf(turnsOf: TurnsOf): ReadonlySet<string> {
  return new Set([...turnsOf.values()].flatMap((hashes) => hashes.slice(0, -1)))
}

/**
 * A set of conversations as a set per turn, first turn first. Conversations that are over by then are
 * left out, equal beginnings are one text, and a turn that leaves nothing to compare makes no set.
 *
 * Example: conversations of 2, 2 and 1 turns make a set of three first turns and one of two second turns.
 */
export function toTurnSets(set: TextSet, turnsOf: TurnsOf): TextSet[] {
  const turns = set.map((hash) => turnsOf.get(hash) ?? [hash])
  const most = Math.max(0, ...turns.map((hashes) => hashes.length))
  const least = Math.min(2, set.length)
  return Array.from({ length: most }, (_, turn) =>
    [...new Set(turns.flatMap((hashes) => hashes[turn] ?? []))].toSorted(),
  ).filter((part) => part.length >= least)
}
