import { randomUUID } from "node:crypto"
import type { ItemResult, OutboxItem } from "@/core/annotate/wire"
import { accountOf, requireAnnotator } from "@/server/annotate/require-annotator"
import { submitItems } from "@/server/annotate/submit-items"
import { getAnnotateSetup } from "@/server/data/annotate-setup"
import { claimTasks } from "@/server/queue/claim-tasks"
import type { Person } from "@/tests/support/annotate-world"

/** What the page does, without a browser. */
export async function claim(person: Person, want?: number, answered: readonly string[] = []) {
  return claimTasks(requireAnnotator(person.access), await getAnnotateSetup(person.access), {
    want,
    answered,
  })
}

let seq = 0

export function verdict(token: string, more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    kind: "verdict",
    key: randomUUID(),
    token,
    seq: ++seq,
    protocolVersion: 1,
    verdict: { side: "left", level: 1 },
    ...more,
  } as OutboxItem
}

export function undo(token: string): OutboxItem {
  return { kind: "undo", key: randomUUID(), token, seq: ++seq }
}

export function skip(token: string, reason = "unclear"): OutboxItem {
  return { kind: "skip", key: randomUUID(), token, seq: ++seq, reason }
}

export async function send(person: Person, ...items: readonly OutboxItem[]): Promise<readonly ItemResult[]> {
  const answer = await submitItems(person.access, {
    account: accountOf(person.userId),
    sentAt: new Date().toISOString(),
    items: [...items],
  })
  return answer.results
}

export async function sendOne(person: Person, item: OutboxItem): Promise<ItemResult> {
  const [result] = await send(person, item)
  if (!result) throw new Error("no answer")
  return result
}
