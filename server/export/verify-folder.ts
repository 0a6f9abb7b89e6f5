import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { lstat, readdir, readFile } from "node:fs/promises"
import { join, sep } from "node:path"
import { createLineCheck } from "@/formats/export/check-line"
import {
  hashesPathOf,
  hashManifest,
  type Manifest,
  type ManifestFile,
  manifestSchema,
} from "@/formats/export/manifest"
import { findExportFormat } from "@/formats/export/registry"
import { leafMark, MerkleTree } from "@/server/export/merkle"
import { readRows } from "@/server/export/read-rows"
import { sha256Hex } from "@/server/export/sha256"
import { signatureProblem } from "@/server/export/signature-problem"

export type Problem = { readonly file: string; readonly line?: number; readonly problem: string }
export type Verdict = {
  readonly ok: boolean
  /** At most 100. */
  readonly problems: readonly Problem[]
  readonly files: number
  readonly rows: number
  /** The folder's own overall hash; "" when the manifest cannot be read. */
  readonly sha256: string
  /** The key that signed it, in base64; null = it is not signed. */
  readonly signedBy: string | null
}

const MOST_PROBLEMS = 100

/**
 * Checks an export folder against its manifest, without a database: the manifest against its own hash,
 * every file by size and SHA-256, every line by its hash (so that a changed one is named) and by the
 * rules of its format, no file too many, and no prompt in two splits.
 */
export async function verifyFolder(
  folder: string,
  options: {
    /** The public key that must have signed it. */
    readonly trusted?: string | undefined
  } = {},
): Promise<Verdict> {
  const problems: Problem[] = []
  const manifest = await readManifest(folder, problems)
  if (!manifest) return { ok: false, problems, files: 0, rows: 0, sha256: "", signedBy: null }
  const { sha256, ...body } = manifest
  if (hashManifest(body, sha256Hex) !== sha256) {
    problems.push({ file: "manifest.json", problem: "does not agree with its own hash: it was changed" })
  }
  const signedBy = await verifySignature(folder, manifest, options.trusted, problems)
  await findStrangers(folder, manifest, problems)
  const splitOfPrompt = new Map<string, string>()
  let rows = 0
  for (const file of manifest.files) {
    if (problems.length >= MOST_PROBLEMS) break
    if (file.rows === undefined) await verifyBytes(folder, file, problems)
    else {
      rows += file.rows
      await verifyData(folder, file, manifest, splitOfPrompt, problems)
    }
  }
  return {
    ok: problems.length === 0,
    problems: problems.slice(0, MOST_PROBLEMS),
    files: manifest.files.length,
    rows,
    sha256,
    signedBy,
  }
}

async function verifySignature(
  folder: string,
  manifest: Manifest,
  trusted: string | undefined,
  problems: Problem[],
): Promise<string | null> {
  const file = "signature.json"
  const text = await readFile(join(folder, file), "utf8").catch(() => undefined)
  if (text === undefined) {
    const wanted = manifest.public_key !== undefined || trusted !== undefined
    if (wanted) problems.push({ file, problem: "is missing: the folder was signed, or should have been" })
    return null
  }
  const problem = signatureProblem(text, manifest, trusted)
  if (problem !== undefined) problems.push({ file, problem })
  return problem === undefined ? (manifest.public_key ?? trusted ?? "") : null
}

async function readManifest(folder: string, problems: Problem[]): Promise<Manifest | undefined> {
  const file = "manifest.json"
  let content: unknown
  try {
    content = JSON.parse(await readFile(join(folder, file), "utf8"))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT"
    problems.push({
      file,
      problem: missing ? "is missing: this is no complete export folder" : "is no JSON that can be read",
    })
    return undefined
  }
  const parsed = manifestSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  problems.push({
    file,
    problem: `is no manifest of this program: ${issue?.path.join(".") || "whole"}: ${issue?.message ?? ""}`,
  })
  return undefined
}

/** A file too many would be loaded with the others; names that begin with a dot are nobody's data. */
async function findStrangers(folder: string, manifest: Manifest, problems: Problem[]): Promise<void> {
  const known = new Set(["manifest.json", "signature.json", ...manifest.files.map((file) => file.path)])
  for (const entry of (await readdir(folder, { recursive: true })).sort()) {
    const path = entry.split(sep).join("/")
    if (known.has(path) || path.split("/").some((part) => part.startsWith("."))) continue
    if ((await lstat(join(folder, entry))).isDirectory()) continue
    problems.push({ file: path, problem: "is not in the manifest" })
  }
}

async function verifyBytes(folder: string, file: ManifestFile, problems: Problem[]): Promise<void> {
  if (!(await hasSize(folder, file, problems))) return
  if ((await hashFile(join(folder, file.path))) !== file.sha256) {
    problems.push({ file: file.path, problem: "was changed" })
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest("hex")
}

/** False when there is nothing to read. A wrong size alone is no reason not to look for the line. */
async function hasSize(folder: string, file: ManifestFile, problems: Problem[]): Promise<boolean> {
  const state = await lstat(join(folder, file.path)).catch(() => undefined)
  if (!state?.isFile()) {
    problems.push({ file: file.path, problem: state ? "is no ordinary file" : "is missing" })
    return false
  }
  if (state.size !== file.bytes) {
    problems.push({ file: file.path, problem: `has ${state.size} bytes instead of ${file.bytes}` })
  }
  return true
}

async function verifyData(
  folder: string,
  file: ManifestFile,
  manifest: Manifest,
  splitOfPrompt: Map<string, string>,
  problems: Problem[],
): Promise<void> {
  if (!(await hasSize(folder, file, problems))) return
  const marks = await readFile(join(folder, hashesPathOf(file.path)), "latin1").catch(() => undefined)
  const format = findExportFormat(manifest.format)
  const check = format && createLineCheck(format)
  const split = file.path.split("/").at(-1)?.split("-")[0] ?? ""
  const tree = new MerkleTree()
  let line = 0
  const report = (problem: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ file: file.path, line, problem })
  }
  const same = (await hashFile(join(folder, file.path))) === file.sha256
  const rows = readRows(join(folder, file.path), format?.columns)
  if (!rows) {
    if (!same) problems.push({ file: file.path, problem: "was changed" })
    return
  }
  for await (const bytes of readable(rows, problems, file)) {
    line++
    const mark = `${leafMark(tree.add(bytes))}\n`
    if (marks !== undefined && marks.slice((line - 1) * mark.length, line * mark.length) !== mark) {
      report("was changed")
      continue
    }
    const text = bytes.toString("utf8")
    const problem = check?.(text)
    if (problem !== undefined) report(problem)
    const prompt = /"prompt_hash":"([0-9a-f]{64})"/.exec(text)?.[1]?.slice(0, 24)
    if (prompt === undefined) continue
    const other = splitOfPrompt.get(prompt)
    if (other === undefined) splitOfPrompt.set(prompt, split)
    else if (other !== split) report(`its prompt is also in the split ${other}`)
  }
  if (line !== file.rows) report(`the file has ${line} lines instead of ${file.rows ?? 0}`)
  if (!same || tree.root() !== file.merkle_root) {
    // Named by line above, unless the hashes of the lines are gone or were changed to fit.
    if (!problems.some((problem) => problem.file === file.path)) {
      problems.push({ file: file.path, problem: "was changed" })
    }
  }
}

/** A container that cannot be opened any more is a finding, not a failure. */
async function* readable(
  rows: AsyncIterable<Buffer>,
  problems: Problem[],
  file: ManifestFile,
): AsyncGenerator<Buffer> {
  try {
    yield* rows
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    problems.push({ file: file.path, problem: `cannot be read to its end: ${reason}` })
  }
}
