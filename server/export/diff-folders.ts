import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { DiptychError } from "@/core/errors"
import type { Row, Value } from "@/formats/columns"
import { type Manifest, manifestSchema } from "@/formats/export/manifest"
import { findExportFormat } from "@/formats/export/registry"
import { readRows } from "@/server/export/read-rows"
import { sha256Hex } from "@/server/export/sha256"

/** What differs in rows that both folders have, by what names them. */
export type ChangeReason = "answer" | "votes" | "text" | "split" | "other"

export type FolderDiff = {
  readonly rows: { readonly before: number; readonly after: number }
  readonly added: number
  readonly removed: number
  readonly changed: Readonly<Record<ChangeReason, number>>
  readonly same: number
  /** Settings that differ, as `[before, after]`. */
  readonly settings: Readonly<Record<string, readonly [unknown, unknown]>>
  /** The first rows of each kind, by id. */
  readonly examples: readonly { readonly id: string; readonly change: "added" | "removed" | ChangeReason }[]
}

const MOST_EXAMPLES = 20

type Known = {
  readonly split: string
  readonly whole: string
  readonly answer: string
  readonly votes: string
  readonly texts: string
}

/**
 * Compares two export folders of one format, row by row. A row is known by its config and `comparison_id` (or
 * `task_hash`, or else by what it holds); of each only hashes are in memory.
 */
export async function diffFolders(before: string, after: string): Promise<FolderDiff> {
  const [one, two] = [await readManifest(before), await readManifest(after)]
  if (one.format !== two.format) {
    throw new DiptychError(
      "INVALID_INPUT",
      `The folders hold different formats (${one.format} and ${two.format}), whose rows cannot be compared.`,
    )
  }
  const known = new Map<string, Known>()
  for await (const [id, row] of rowsOf(before, one)) known.set(id, row)
  const rows = { before: known.size, after: 0 }
  const changed = { answer: 0, votes: 0, text: 0, split: 0, other: 0 }
  const examples: { id: string; change: "added" | "removed" | ChangeReason }[] = []
  const note = (id: string, change: "added" | "removed" | ChangeReason) => {
    if (examples.length < MOST_EXAMPLES) examples.push({ id, change })
  }
  let [added, same] = [0, 0]
  for await (const [id, row] of rowsOf(after, two)) {
    rows.after++
    const old = known.get(id)
    known.delete(id)
    const reason = old && reasonOf(old, row)
    if (!old) {
      added++
      note(id, "added")
    } else if (reason) {
      changed[reason]++
      note(id, reason)
    } else same++
  }
  for (const id of known.keys()) note(id, "removed")
  return { rows, added, removed: known.size, changed, same, settings: diffSettings(one, two), examples }
}

/** The gravest of what differs. */
function reasonOf(old: Known, now: Known): ChangeReason | undefined {
  if (old.answer !== now.answer) return old.texts === now.texts ? "answer" : "text"
  if (old.split !== now.split) return "split"
  if (old.votes !== now.votes) return "votes"
  return old.whole === now.whole ? undefined : "other"
}

async function* rowsOf(folder: string, manifest: Manifest): AsyncGenerator<[string, Known]> {
  const columns = findExportFormat(manifest.format)?.columns
  const seen = new Map<string, number>()
  for (const file of manifest.files) {
    if (file.rows === undefined) continue
    const lines = readRows(join(folder, file.path), columns)
    if (!lines) throw new DiptychError("INVALID_INPUT", "Tables in CSV cannot be compared row by row.")
    const [config = "", name = ""] = file.path.split("/")
    for await (const line of lines) {
      const row = JSON.parse(line.toString("utf8")) as Row
      const id = `${config} ${idOf(row)}`
      // Soft labels and rows per person repeat their pair: they are told apart by their number.
      const number = seen.get(id) ?? 0
      seen.set(id, number + 1)
      yield [number === 0 ? id : `${id} ${number}`, toKnown(row, line, name.split("-")[0] ?? "")]
    }
  }
}

function idOf(row: Row): string {
  const { comparison_id, task_hash, prompt_hash } = row
  const named = comparison_id ?? task_hash ?? prompt_hash
  return typeof named === "string" ? named : sha256Hex(JSON.stringify(row)).slice(0, 32)
}

function toKnown(row: Row, line: Buffer, split: string): Known {
  const sides = [row["chosen"] ?? row["completion"] ?? null, row["rejected"] ?? row["label"] ?? null]
  const texts = sides.map((side) => short(side))
  const { n_votes = null, n_agreeing = null, strength = null, adjudicated = null, source = null } = row
  return {
    split,
    whole: sha256Hex(line).slice(0, 24),
    answer: texts.join(" "),
    votes: short([n_votes, n_agreeing, strength, adjudicated, source]),
    texts: texts.toSorted().join(" "),
  }
}

function short(value: Value): string {
  return sha256Hex(JSON.stringify(value)).slice(0, 16)
}

function diffSettings(one: Manifest, two: Manifest): Record<string, [unknown, unknown]> {
  const keys = [...new Set([...Object.keys(one.settings), ...Object.keys(two.settings)])].sort()
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(one.settings[key]) !== JSON.stringify(two.settings[key]))
      .map((key) => [key, [one.settings[key] ?? null, two.settings[key] ?? null]]),
  )
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, "manifest.json"), "utf8").catch(() => undefined)
  const parsed = text === undefined ? undefined : manifestSchema.safeParse(JSON.parse(text))
  if (parsed?.success) return parsed.data
  throw new DiptychError(
    "NOT_FOUND",
    `${folder} is no export folder: it has no manifest.json of this program.`,
  )
}
