import { Readable } from "node:stream"
import { type Column, float, int, text } from "@/formats/columns"
import type { ProjectAccess } from "@/server/access"
import { readDuplicates } from "@/server/data/duplicates/get-report"
import { packCsv } from "@/server/export/pack-csv"

const columns: readonly Column[] = [
  { name: "group", type: int },
  { name: "place", type: int },
  { name: "prompt_id", type: text },
  { name: "like_place", type: int },
  { name: "common_prefix", type: int },
  { name: "jaccard_estimated", type: float },
  { name: "jaccard", type: float },
  { name: "split", type: text },
  { name: "held_back", type: text },
  { name: "use_case", type: text },
  { name: "completions", type: int },
  { name: "answers", type: int },
  { name: "text", type: text },
]

/** Every prompt of every group as a table, made while it is sent. */
export function downloadDuplicates(access: ProjectAccess<"prompts:read">): Readable {
  return Readable.from(packCsv(lines(access), columns))
}

async function* lines(access: ProjectAccess<"prompts:read">): AsyncGenerator<string> {
  for await (const rows of readDuplicates(access)) {
    for (const row of rows) {
      yield JSON.stringify({
        group: row.group,
        place: row.place,
        prompt_id: row.promptId,
        like_place: row.likePlace,
        common_prefix: row.prefix,
        jaccard_estimated: row.estimate,
        jaccard: row.jaccard,
        split: row.split,
        held_back: row.heldBack,
        use_case: row.useCase,
        completions: row.completions,
        answers: row.answers,
        text: row.text,
      })
    }
  }
}
