import type { ImportField, Mapping } from "@/formats/import/mapping"

/**
 * Names under which a field is found in real files, likeliest first, written without case, spaces,
 * `_` and `-`. A column is taken by one field only, in the order of this table.
 */
const aliases: readonly (readonly [ImportField, readonly string[]])[] = [
  ["chosen", ["chosen", "chosenresponse", "chosenmessages", "preferred", "preferredoutput"]],
  ["rejected", ["rejected", "rejectedresponse", "rejectedmessages", "dispreferred", "nonpreferredoutput"]],
  ["system", ["system", "systemprompt", "systemmessage"]],
  [
    "prompt",
    [
      "prompt",
      "promptmessages",
      "instruction",
      "question",
      "query",
      "context",
      "messages",
      "conversation",
      "conversations",
      "input",
      "post",
    ],
  ],
  [
    "completion",
    [
      "completion",
      "response",
      "output",
      "answer",
      "generation",
      "sample",
      "candidate",
      "completions",
      "responses",
      "outputs",
      "answers",
      "generations",
      "samples",
      "candidates",
    ],
  ],
  ["model", ["model", "modelname", "modelid", "modeltype", "generator", "policy", "modelkey", "models"]],
  [
    "reference",
    ["reference", "references", "referenceanswer", "referenceoutput", "reftext", "ref", "idealanswer"],
  ],
  ["id", ["id", "promptid", "questionid", "exampleid", "uid", "uuid"]],
  ["split", ["split", "datasetsplit"]],
  ["tag", ["tag", "tags", "category", "categories", "topic"]],
  ["language", ["language", "lang"]],
  ["useCase", ["usecase"]],
  ["conversation", ["conversationid", "convid", "messagetreeid", "threadid"]],
  ["user", ["userid", "sourceuser"]],
]

export function plainName(column: string): string {
  return column.toLowerCase().replaceAll(/[\s_-]/g, "")
}

/**
 * Guesses the fields that `given` leaves open, out of columns it leaves free. Instruction data with a
 * second column `input` gets both as its prompt.
 */
export function guessColumns(columns: readonly string[], given: Mapping): Mapping {
  const free = new Map(columns.map((column) => [plainName(column), column]))
  for (const taken of Object.values(given).flat()) free.delete(plainName(taken))
  const guessed: Partial<Record<ImportField, readonly string[]>> = { ...given }
  for (const [field, names] of aliases) {
    if (given[field]) continue
    const name = names.find((candidate) => free.has(candidate))
    const column = name === undefined ? undefined : free.get(name)
    if (name === undefined || column === undefined) continue
    free.delete(name)
    guessed[field] = [column]
    const input = field === "prompt" && name === "instruction" ? free.get("input") : undefined
    if (input !== undefined) {
      free.delete("input")
      guessed[field] = [column, input]
    }
  }
  return guessed
}
