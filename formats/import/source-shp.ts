import { toCompletion, toPrompt } from "@/formats/import/answers"
import { RowFault } from "@/formats/import/item"
import { pairLabel } from "@/formats/import/labels"
import { toItemPrompt } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import { column, defineSource, maybeNumber } from "@/formats/import/source"

/** SHP: two comments of people on a post; labels 1 = the first was liked better. */
export const shp = defineSource({
  name: "shp",
  label: "SHP: two comments on a post",
  columns: ["history", "human_ref_A", "human_ref_B", "labels"],
  maybe: ["post_id", "c_root_id_A", "c_root_id_B", "score_A", "score_B"],
  read: (row, mapping) => {
    const label = maybeNumber(column(row, "labels"))
    if (label !== 0 && label !== 1) {
      throw new RowFault({ field: "labels", found: showFound(column(row, "labels")), expected: "0 or 1" })
    }
    const side = (name: "A" | "B") =>
      toCompletion(column(row, `human_ref_${name}`), `human_ref_${name}`, {
        model: "human",
        id: column(row, `c_root_id_${name}`),
        ratings: scoreOf(column(row, `score_${name}`)),
      })
    const prompt = toItemPrompt(row, mapping, toPrompt(column(row, "history"), "history"))
    const post = column(row, "post_id")
    return {
      prompt: { ...prompt, externalId: typeof post === "string" ? post : prompt.externalId },
      completions: [side("A"), side("B")],
      labels: [pairLabel(label === 1 ? -1 : 1, false)],
    }
  },
})

function scoreOf(value: unknown): { score: number } | null {
  const score = maybeNumber(value)
  return score === null ? null : { score }
}
