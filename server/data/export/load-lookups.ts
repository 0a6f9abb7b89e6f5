import type pg from "pg"
import type { MaskSpan } from "@/core/text-mask"
import type { LabelUnit, Preference, RulingUnit } from "@/formats/export/units"
import { toUuid } from "@/server/data/export/copy-rows"
import { copyRows } from "@/server/data/export/copy-stream"
import type { ProjectFacts } from "@/server/data/export/load-project-facts"
import { labelSelect, maskSelect, rulingSelect } from "@/server/data/export/select-prompts"

// What few prompts have: looked up for the prompts that were asked for.

export type Mask = { readonly spans: readonly MaskSpan[]; readonly heldBack: boolean; readonly key: string }

/** The newest mask of each completion in the snapshot. */
export async function loadMasks(client: pg.Client): Promise<Map<string, Mask>> {
  const masks = new Map<string, Mask>()
  await copyRows(client, maskSelect, (row) => {
    const completionId = row.id()
    const key = row.time().toISOString() + row.id()
    const mask = { key, spans: JSON.parse(row.text()) as MaskSpan[], heldBack: row.bool() }
    const known = masks.get(completionId)
    if (!known || known.key < key) masks.set(completionId, mask)
  })
  return masks
}

/** Oldest first. */
export async function loadRulings(
  client: pg.Client,
  facts: ProjectFacts,
): Promise<{ readonly taskId: string; readonly ruling: RulingUnit }[]> {
  const rulings: { key: string; taskId: string; ruling: RulingUnit }[] = []
  await copyRows(client, rulingSelect, (row) => {
    const id = row.id()
    const taskId = row.id()
    const by = facts.pseudonym("p", toUuid(row.id()))
    const at = row.time().toISOString()
    const ruling = {
      by,
      at,
      criterion: row.text(),
      positionA: row.int(),
      positionB: row.int(),
      preference: row.maybeText() as Preference | null,
      bothBad: row.bool(),
      level: row.maybeInt(),
      reason: row.text(),
    }
    rulings.push({ key: at + id, taskId, ruling })
  })
  return rulings.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** By place in the group, in an order that hangs on what the labels say. */
export async function loadLabels(client: pg.Client, count: number): Promise<LabelUnit[][]> {
  const labels = Array.from({ length: count }, (): { key: string; label: LabelUnit }[] => [])
  await copyRows(client, labelSelect, (row) => {
    const at = row.int()
    const label: LabelUnit = {
      hashA: row.text(),
      hashB: row.text(),
      preference: row.text() as Preference,
      bothBad: row.bool(),
      level: row.maybeInt(),
      labeler: row.text(),
      criterion: row.text(),
      ordinal: row.int(),
    }
    labels[at]?.push({ key: labelKey(label), label })
  })
  return labels.map((own) => own.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ label }) => label))
}

function labelKey({
  hashA,
  hashB,
  labeler,
  ordinal,
  preference,
  bothBad,
  level,
  criterion,
}: LabelUnit): string {
  const place = String(ordinal).padStart(10)
  return JSON.stringify([hashA, hashB, labeler, place, preference, bothBad, level, criterion])
}
