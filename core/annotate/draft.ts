/** What a person has prepared for the task in view beside the verdict. Survives a reload. */
export type Draft = {
  readonly note: string
  readonly flags: readonly DraftFlag[]
  readonly edit: DraftEdit | null
  readonly confidence: number | null
}
/** `panel` is a place on the screen: 0 left, 1 right, null the whole task. */
export type DraftFlag = { readonly panel: number | null; readonly type: string }
/** The better text as the person rewrote it, and the side it stands on. */
export type DraftEdit = { readonly side: "left" | "right"; readonly text: string }

export const emptyDraft: Draft = { note: "", flags: [], edit: null, confidence: null }

export function isEmptyDraft(draft: Draft): boolean {
  return draft.note === "" && draft.flags.length === 0 && draft.edit === null && draft.confidence === null
}

export function hasFlag(draft: Draft, flag: DraftFlag): boolean {
  return draft.flags.some((one) => one.panel === flag.panel && one.type === flag.type)
}

export function toggleFlag(draft: Draft, flag: DraftFlag): Draft {
  const flags = hasFlag(draft, flag)
    ? draft.flags.filter((one) => one.panel !== flag.panel || one.type !== flag.type)
    : [...draft.flags, flag]
  return { ...draft, flags }
}
