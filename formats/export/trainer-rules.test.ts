import { describe, expect, test } from "vitest"
import type { ColumnType, Column } from "@/formats/columns"
import { columnProblems } from "@/formats/export/check-columns"
import { createLineCheck } from "@/formats/export/check-line"
import { makeSample } from "@/formats/export/fixtures/make-sample"
import { sampleBundle, sampleBundles } from "@/formats/export/fixtures/sample-bundles"
import { exportFormats, findExportFormat } from "@/formats/export/registry"

// The rules of the formats guide 1.1, by their numbers, for every format: what the writer makes keeps
// them, and a line or column that breaks one is seen.

const all = exportFormats.map((format) => [format.name, format] as const)
const linesOf = new Map(
  exportFormats.map((format) => [
    format.name,
    [...makeSample(format, sampleBundles()).lines.values()].flat(),
  ]),
)
const get = (name: string) => linesOf.get(name) ?? []

/** Every path to a column of one kind, with the path's last name. */
function namesOf(columns: readonly Column[], wanted: (type: ColumnType) => boolean): string[] {
  return columns.flatMap(({ name, type }) => {
    const inner = type.kind === "list" ? type.of : type
    const deeper = inner.kind === "struct" ? namesOf(inner.fields, wanted) : []
    return wanted(type) || wanted(inner) ? [name, ...deeper] : deeper
  })
}

describe.each(all)("%s", (name, format) => {
  const lines = get(name)
  const check = createLineCheck(format)
  /** Every line that the change touches must be refused. */
  const seen = (change: (line: string) => string) => {
    const changed = lines.map(change).filter((line, index) => line !== lines[index])
    expect(changed.filter((line) => check(line) === undefined)).toEqual([])
    return changed.length
  }

  test("1: a margin is on every row or on none, and a number", () => {
    const column = format.columns.find((candidate) => candidate.name === "margin")
    expect(column !== undefined).toBe(format.needs === "pairs" && format.hasMargin)
    if (!column) return
    expect(column.type).toEqual({ kind: "float64" })
    expect(seen((line) => line.replace(/"margin":[^,}]+/, '"margin":null'))).toBe(lines.length)
    expect(seen((line) => line.replace(/,"margin":[^,}]+/, ""))).toBe(lines.length)
    expect(seen((line) => line.replace(/"margin":([^,}]+)/, '"margin":"$1"'))).toBe(lines.length)
  })

  test("2: floats have a decimal point", () => {
    const floats = namesOf(format.columns, (type) => type.kind === "float64")
    for (const column of floats) {
      seen((line) => line.replace(new RegExp(`("${column}":\\[?-?\\d+)\\.0(?=[,\\]}])`), "$1"))
    }
    const values = lines.flatMap((line) =>
      floats.flatMap((column) => new RegExp(`"${column}":(-?[\\d.e+-]+)[,}]`).exec(line)?.[1] ?? []),
    )
    expect(values.filter((value) => !value.includes("."))).toEqual([])
  })

  test("3: the same keys in the same order in every row, and nothing null unless the card types it", () => {
    const keys = format.columns.map((column) => column.name)
    for (const line of lines) {
      const own = Object.keys(JSON.parse(line) as object)
      if (format.columns.some((column) => column.optional)) expect(keys).toEqual(expect.arrayContaining(own))
      else expect(own).toEqual(keys)
      if (!format.needsCard) expect(line).not.toMatch(/:null|:\[\]/)
    }
    expect(seen((line) => line.replace(/}$/, ',"extra":1}'))).toBe(lines.length)
    const last = keys.at(-1) ?? ""
    seen((line) => JSON.stringify({ ...JSON.parse(line), [last]: undefined }))
    seen((line) => {
      const row = JSON.parse(line) as Record<string, unknown>
      return JSON.stringify(Object.fromEntries(Object.entries(row).reverse()))
    })
  })

  test("4: no free-form objects: every struct names its fields", () => {
    expect(seen((line) => line.replace(/("role":"user",)/, '$1"free":{"any":1},'))).toBe(
      lines.filter((line) => line.includes('"role":"user",')).length,
    )
  })

  test("5: times have milliseconds", () => {
    const times = namesOf(format.columns, (type) => type.kind === "time")
    for (const line of lines) {
      for (const column of times) expect(line).not.toMatch(new RegExp(`"${column}":"[^"]*:\\d\\dZ"`))
    }
    if (times.length > 0) expect(seen((line) => line.replace(/\.\d{3}Z"/, 'Z"'))).toBeGreaterThan(0)
  })

  test("6: no half surrogates, no NUL as such, no line end inside a line", () => {
    for (const line of lines) {
      expect(line.isWellFormed()).toBe(true)
      expect(line).not.toMatch(/\\u[dD][89a-fA-F]/)
      expect(["\n", "\r", "\0", "\ufeff"].filter((character) => line.includes(character))).toEqual([])
    }
    seen((line) => line.replace(/("content":")/, "$1\\ud83d"))
  })

  test("7: no name that a trainer reads as something else, no ending that it turns into numbers", () => {
    expect(columnProblems(format.columns, format)).toEqual([])
    for (const bad of ["images", "n_labels", "ref_chosen_logps", "tools"]) {
      const columns: Column[] = [...format.columns, { name: bad, type: { kind: "string" } }]
      expect(columnProblems(columns, format)).not.toEqual([])
    }
  })

  test("8: neither tools nor chat_template_kwargs", () => {
    const names = namesOf(format.columns, () => true)
    expect(names).not.toContain("tools")
    expect(names).not.toContain("chat_template_kwargs")
  })

  test("9, 10: message content is a string, with nothing beside role and content", () => {
    seen((line) => line.replace(/"content":"[^"]*"/, '"content":null'))
    seen((line) => line.replace(/"content":("[^"]*")/, '"content":[{"type":"text","text":$1}]'))
    const users = lines.filter((line) => /"role":"user","content":"[^"]*"/.test(line)).length
    expect(seen((line) => line.replace(/("role":"user","content":"[^"]*")/, '$1,"name":"x"'))).toBe(users)
  })

  test("12: plain lines unless asked otherwise; a container that a consumer refuses is not offered", () => {
    expect(format.containers[0]).toBe("jsonl")
    const refuses = format.consumers.some((consumer) =>
      /LLaMA-Factory|NeMo-RL \(Pref|ms-swift|OpenAI|Vertex|RewardBench/.test(consumer),
    )
    const compressed = format.containers.filter((container) => /gz|zst/.test(container))
    if (refuses && format.name !== "plain_text") expect(compressed).toEqual([])
    if (compressed.length > 0) {
      const run = makeSample(format, sampleBundles(), { container: "jsonl.gz" }).papers[1]?.text
      expect(run).toContain("compressed")
    }
  })

  test("13: a split without rows is not named", () => {
    const { papers, lines: files } = makeSample(
      format,
      sampleBundles().filter(({ split }) => split === "train"),
    )
    const card = papers[0]?.text ?? ""
    expect([...files.keys()].every((key) => key.endsWith("/train"))).toBe(true)
    expect(card).not.toContain("split: test")
    expect(card.match(/split: train/g)?.length ?? 0).toBe(files.size)
    const nothing = makeSample(format, []).papers[0]?.text ?? ""
    expect(nothing).not.toContain("configs:")
  })

  test("14: two texts that say the same never make a pair, also when only masking made them so", () => {
    if (format.needs !== "pairs") return
    const bundle = sampleBundle(
      [{ role: "user", content: "Who are you?" }],
      ["I am m-1.", "I am m-2."].map((content, index) => ({
        messages: [{ role: "assistant" as const, content }],
        models: [`m-${index + 1}`],
      })),
      (v) => [{ by: "p_ada", prefers: [v(0, 1, "A", { level: 3 })] }],
    )
    const masked = [...bundle.texts].map(
      ([hash, text]) =>
        [hash, { ...text, messages: [{ role: "assistant" as const, content: "I am ███." }] }] as const,
    )
    expect(makeSample(format, [bundle]).lines.size).toBe(1)
    const same = makeSample(format, [{ ...bundle, texts: new Map(masked) }])
    expect([same.lines.size, same.skipped]).toEqual([0, { identical_texts: 1 }])
  })
})

test("1.1, consequence: the default has no prompt column; prompt beside whole chats is refused", () => {
  const [preference, explicit] = [findExportFormat("preference"), findExportFormat("preference_explicit")]
  if (!preference || !explicit) throw new Error("both are there")
  expect(preference.columns.map(({ name }) => name)).not.toContain("prompt")
  const check = createLineCheck(explicit)
  const [line = ""] = get("preference_explicit")
  const row = JSON.parse(line) as { prompt: unknown[]; chosen: unknown[]; rejected: unknown[] }
  expect(check(line)).toBeUndefined()
  const doubled = {
    ...row,
    chosen: [...row.prompt, ...row.chosen],
    rejected: [...row.prompt, ...row.rejected],
  }
  const problem = check(toCanonical(doubled))
  expect(problem).toContain("doubled")
})

test("10: a KTO label is true or false, never text", () => {
  const format = findExportFormat("kto_unpaired")
  if (!format) throw new Error("kto")
  const check = createLineCheck(format)
  for (const line of get("kto_unpaired")) {
    expect(check(line.replace(/"label":(true|false)/, '"label":"$1"'))).toContain("label")
  }
})

test("NeMo-RL: two completions, ranks 0 and 1, no task_name; ms-swift: the answers differ", () => {
  for (const line of get("nemo_rl")) {
    const row = JSON.parse(line) as { completions: { rank: number }[] }
    expect(row.completions.map(({ rank }) => rank)).toEqual([0, 1])
    expect(row).not.toHaveProperty("task_name")
  }
  for (const line of get("ms_swift")) {
    const row = JSON.parse(line) as { messages: { content: string }[]; rejected_response: string }
    expect(row.messages.at(-1)?.content).not.toBe(row.rejected_response)
  }
})

test("LLaMA-Factory: dataset_info.json names every file, ranking, and only columns that are in every row", () => {
  for (const name of ["llamafactory_sharegpt", "llamafactory_alpaca"]) {
    const format = findExportFormat(name)
    if (!format) throw new Error(name)
    const { papers, lines } = makeSample(format, sampleBundles(), {})
    const text = papers.find(({ path }) => path === "dataset_info.json")?.text ?? "{}"
    const entries = Object.values(
      JSON.parse(text) as Record<
        string,
        { file_name: string; ranking: boolean; columns: Record<string, string> }
      >,
    )
    expect(entries.map((entry) => entry.file_name).sort()).toEqual(
      [...lines.keys()].map((key) => `${key}-00000-of-00001.jsonl`).sort(),
    )
    for (const entry of entries) {
      expect(entry.ranking).toBe(true)
      for (const column of Object.values(entry.columns))
        expect(format.columns.map((own) => own.name)).toContain(column)
    }
  }
})

test("hosted services: exactly their keys, one assistant message a side, no system text where there is none", () => {
  for (const line of get("openai_dpo")) {
    const row = JSON.parse(line) as Record<string, { role: string }[]>
    expect(Object.keys(row)).toEqual(["input", "preferred_output", "non_preferred_output"])
    for (const side of ["preferred_output", "non_preferred_output"]) {
      expect(row[side]?.map(({ role }) => role)).toEqual(["assistant"])
    }
  }
  const systems = get("vertex_preference").map((line) => "system_instruction" in JSON.parse(line))
  expect(systems).toContain(true)
  expect(systems).toContain(false)
})

/** Floats as they are written. */
function toCanonical(row: object): string {
  return JSON.stringify(row, (_key, value: unknown) => value).replaceAll(
    /"(agreement|strength|pair_weight)":(-?\d+)(?=[,}])/g,
    '"$1":$2.0',
  )
}
