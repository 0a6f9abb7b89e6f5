import { isEmptyAnswer } from "@/core/same-text"
import type { Messages } from "@/core/messages"
import { turnBeginnings } from "@/core/pairing/turns"
import type { Protocol } from "@/core/protocol"
import type { ImportItem } from "@/formats/import/item"
import type { StagedAt, Staging } from "@/server/data/import/staging"
import { hashMessagesFast, hashTextFast } from "@/server/import/hash"
import type { LeakScan } from "@/server/import/leak-scan"

/** One understood row into the staging tables, with the hashes that everything hangs on. */
export function stageItem(
  staging: Staging,
  scan: LeakScan,
  at: StagedAt,
  item: ImportItem,
  turns: Protocol["turns"],
): void {
  const { prompt, completions, labels } = turns === "each" && !item.history ? withBeginnings(item) : item
  const promptHash = hashMessagesFast(prompt.messages)
  staging.addPrompt(at, {
    hash: promptHash,
    messages: JSON.stringify(prompt.messages),
    externalId: prompt.externalId,
    language: prompt.language,
    tags: prompt.tags,
    conversationId: prompt.conversationId ?? null,
    sourceUser: prompt.sourceUser ?? null,
    useCase: prompt.useCase ?? null,
    chars: charsOf(prompt.messages),
  })
  if (prompt.split) staging.addSplit(at, promptHash, prompt.split)
  for (const text of prompt.references) staging.addReference(at, promptHash, hashTextFast(text), text)

  const staged = completions.map((one) => ({ model: one.model, hash: hashMessagesFast(one.messages) }))
  const leaks = scan.find(staging.newestId, prompt.messages, completions)
  completions.forEach((one, index) => {
    staging.addCompletion(at, {
      promptHash,
      model: one.model,
      hash: staged[index]?.hash ?? "",
      messages: JSON.stringify(one.messages),
      isEmpty: isEmptyAnswer(one.messages),
      chars: charsOf(one.messages),
      externalId: one.externalId,
      params: one.params ? JSON.stringify(one.params) : null,
      logProbSum: one.logProbSum ?? null,
      tokenCount: one.tokenCount ?? null,
      leaks: leaks[index] ?? [],
    })
  })
  if (item.history) staging.addHistory(at, JSON.stringify(item.history))
  const group = new Set(staged.slice(0, item.completions.length).map((one) => one.hash))
  if (item.completions.length > 1) staging.addGroup(at, promptHash, [...group])
  for (const label of labels) {
    const better = staged[label.better]
    const worse = staged[label.worse]
    if (!better || !worse) throw new RangeError("A label points at no completion of its row.")
    // One text of one model is one completion, which cannot be better than itself.
    if (better.hash === worse.hash && better.model === worse.model) continue
    const { tie, bothBad, level, labeler, criterion = "overall" } = label
    staging.addLabel(at, { promptHash, better, worse, tie, bothBad, level, labeler, criterion })
  }
}

/** Behind the completions of an item (whose places labels name) what each was after its earlier turns. */
function withBeginnings(item: ImportItem): ImportItem {
  const begun = item.completions.flatMap((one) =>
    turnBeginnings(one.messages)
      .slice(0, -1)
      .map((messages) => ({ ...one, messages, externalId: null })),
  )
  return { ...item, completions: [...item.completions, ...begun] }
}

function charsOf(messages: Messages): number {
  return messages.reduce((sum, message) => sum + message.content.length, 0)
}
