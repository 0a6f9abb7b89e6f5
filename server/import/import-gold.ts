import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { showFound } from "@/formats/import/show-found"
import type { BadField } from "@/formats/import/item"
import type { ProjectAccess } from "@/server/access"
import { insertGold } from "@/server/data/gold"
import { ensurePairTask, findPrompt, findTexts } from "@/server/data/gold-targets"
import type { Transaction } from "@/server/data/prisma-transaction"
import { prismaTransaction } from "@/server/data/prisma-transaction"
import type { BadRow } from "@/server/import/bad-rows"
import { BadRows } from "@/server/import/bad-rows"
import { FileFault } from "@/server/import/file-fault"
import { hashMessagesFast } from "@/server/import/hash"
import { defaultLimits } from "@/server/import/limits"
import { openRows } from "@/server/import/open-rows"
import type { SourceFile } from "@/server/import/source-file"

/** Gold sets are made by hand; a longer file is more likely the wrong one. */
const mostRows = 10_000

const words = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => (value === undefined || value === null || value === "" ? null : String(value)))
const flag = z
  .union([z.boolean(), z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => /^(true|yes|1)$/i.test(String(value ?? "")))

/** One row: a prompt (its text, or its id), the better and the worse text (or the model that gave it), and why. */
const rowSchema = z.object({
  prompt: words,
  id: words,
  better: words,
  worse: words,
  tie: flag,
  both_bad: flag,
  level: z.coerce.number().int().min(1).max(9).nullish().catch(null),
  reason: words,
  part: words,
})
type Row = z.output<typeof rowSchema>

export type GoldImport = {
  /** Tasks that have a known answer now, and those of them that no pairing had made. */
  readonly gold: number
  readonly tasksMade: number
  readonly badRows: readonly BadRow[]
}

/**
 * Known answers out of a file (JSONL, JSON, CSV, TSV), for prompts and texts that were imported before.
 * All rows or none: with a bad row nothing is stored. The same file again changes nothing but the log.
 */
export async function importGold(
  access: ProjectAccess<"tasks:update">,
  file: SourceFile,
): Promise<GoldImport> {
  const bad = new BadRows()
  const rows = await readRows(file, bad)
  let gold = 0
  let tasksMade = 0
  try {
    await prismaTransaction(
      async (tx) => {
        for (const { line, row } of rows) {
          const made = await storeRow(tx, access, row)
          if ("found" in made) bad.add(file.name, line, made)
          else {
            gold++
            tasksMade += made.created ? 1 : 0
          }
        }
        // Thrown to take everything back.
        if (bad.count > 0) throw new Refused()
      },
      { timeoutMs: 120_000 },
    )
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { gold: 0, tasksMade: 0, badRows: bad.listed }
  }
  return { gold, tasksMade, badRows: [] }
}

class Refused extends Error {
  override readonly name = "Refused"
}

async function readRows(file: SourceFile, bad: BadRows): Promise<{ line: number; row: Row }[]> {
  const rows: { line: number; row: Row }[] = []
  try {
    const { batches } = await openRows(file, defaultLimits, { bytes: 0, sha256: "" })
    for await (const batch of batches) {
      for (const record of batch) {
        const parsed = record.row && rowSchema.safeParse(record.row.value)
        if (record.bad) bad.add(file.name, record.line, record.bad)
        else if (parsed?.success) rows.push({ line: record.line, row: parsed.data })
        else bad.add(file.name, record.line, toBadField(parsed?.error))
        if (rows.length + bad.count > mostRows) {
          throw new DiptychError("TOO_LARGE", `A file of gold has at most ${mostRows} rows.`)
        }
      }
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    bad.add(file.name, error.line, error.bad)
  }
  return rows
}

function toBadField(error: z.ZodError | undefined): BadField {
  const issue = error?.issues[0]
  return { field: String(issue?.path[0] ?? "row"), found: issue?.message ?? "no row", expected: "a text" }
}

async function storeRow(
  tx: Transaction,
  access: ProjectAccess<"tasks:update">,
  row: Row,
): Promise<{ created: boolean } | BadField> {
  if (row.id === null && row.prompt === null) return toBad("prompt", null, "the text of a prompt, or an id")
  const prompt = await findPrompt(tx, access, {
    externalId: row.id,
    hash: row.prompt === null ? null : hashMessagesFast([{ role: "user", content: row.prompt }]),
  })
  if (!prompt)
    return toBad(row.id === null ? "prompt" : "id", row.id ?? row.prompt, "a prompt of this project")
  const better = await oneText(tx, prompt.id, "better", row.better)
  if ("found" in better) return better
  const worse = await oneText(tx, prompt.id, "worse", row.worse)
  if ("found" in worse) return worse
  if (better.hash === worse.hash) return toBad("worse", row.worse, "another text than the better one")
  if (row.reason === null) return toBad("reason", null, "why this is the answer")
  const betterFirst = better.hash < worse.hash
  const task = await ensurePairTask(tx, access, prompt, betterFirst ? [better, worse] : [worse, better])
  const tie = row.tie || row.both_bad
  try {
    await insertGold(tx, access, task.id, {
      preference: tie ? "TIE" : betterFirst ? "A" : "B",
      bothBad: row.both_bad,
      level: row.level ?? null,
      reason: row.reason,
      part: row.part,
    })
  } catch (error) {
    if (error instanceof DiptychError && error.code === "INVALID_INPUT") {
      return {
        field: "answer",
        found: row.both_bad ? "both bad" : tie ? "a tie" : "a preference",
        expected: error.message,
      }
    }
    throw error
  }
  return task
}

async function oneText(
  tx: Transaction,
  promptId: string,
  field: string,
  wish: string | null,
): Promise<{ id: string; hash: string } | BadField> {
  const expected = "a text of this prompt, or the key of the model that gave it"
  if (wish === null) return toBad(field, null, expected)
  const texts = await findTexts(tx, promptId, {
    model: wish,
    hash: hashMessagesFast([{ role: "assistant", content: wish }]),
  })
  const [text] = texts
  if (!text) return toBad(field, wish, expected)
  if (texts.length > 1) return toBad(field, wish, "the text itself, since this model gave several")
  return text
}

function toBad(field: string, found: unknown, expected: string): BadField {
  return { field, found: showFound(found ?? undefined), expected }
}
