import type pg from "pg"
import type { BadField } from "@/formats/import/item"
import { CopyWriter, type Loaded, toArrayText } from "@/server/data/import/copy-writer"

/** Where a staged row came from. `row` numbers the rows of the whole import in order, from 1. */
export type StagedAt = { readonly row: number; readonly file: number; readonly line: number }

export type StagedPrompt = {
  readonly hash: string
  /** JSON of the message list. */
  readonly messages: string
  readonly externalId: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly conversationId: string | null
  readonly sourceUser: string | null
  readonly useCase: string | null
  readonly chars: number
}

export type StagedCompletion = {
  readonly promptHash: string
  readonly model: string
  readonly hash: string
  readonly messages: string
  readonly isEmpty: boolean
  readonly chars: number
  readonly externalId: string | null
  /** JSON of what the source says about it: ratings, sampling parameters. */
  readonly params: string | null
  readonly logProbSum: number | null
  readonly tokenCount: number | null
  /** Phrases that name the model; mostly none. */
  readonly leaks: readonly string[]
}

export type StagedLabel = {
  readonly promptHash: string
  readonly better: { readonly hash: string; readonly model: string }
  readonly worse: { readonly hash: string; readonly model: string }
  readonly tie: boolean
  readonly bothBad: boolean
  readonly level: number | null
  readonly labeler: string
  readonly criterion: string
}

const columns = {
  import_prompt: `"id", "row", "file", "line", "hash", "messages", "externalId", "language", "tags", "conversationId", "sourceUser", "useCase", "chars"`,
  import_completion: `"id", "row", "file", "line", "promptHash", "model", "hash", "messages", "isEmpty", "chars", "externalId", "params", "logProbSum", "tokenCount", "leaks"`,
  import_reference: `"row", "promptHash", "hash", "content"`,
  import_split: `"row", "file", "line", "promptHash", "split"`,
  import_label: `"row", "file", "line", "promptHash", "betterHash", "betterModel", "worseHash", "worseModel", "tie", "bothBad", "level", "labeler", "criterion"`,
  import_group: `"row", "promptHash", "hashes"`,
  import_history: `"row", "task"`,
  import_bad: `"id", "file", "line", "field", "found", "expected"`,
} as const

/**
 * Temporary tables that die with the transaction: whatever happens to this process, nothing half
 * imported is left. Prompts, completions, references and splits stay until they are stored, load by load
 * (store-staged.ts); what names texts of other rows (labels, groups, annotations) stays until all are
 * there, and `import_prompt_id` says which prompts the import is about.
 *
 * What an import looks up it has mostly just written, so a page of it costs no more than its neighbour:
 * told otherwise, the planner would read the completions of all projects to find those of this one.
 */
export async function createStaging(client: pg.ClientBase): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE import_prompt ("id" uuid, "row" bigint, "file" int, "line" int, "hash" text, "messages" jsonb, "externalId" text,
      "language" text, "tags" text[], "conversationId" text, "sourceUser" text, "useCase" text, "chars" int) ON COMMIT DROP;
    CREATE TEMP TABLE import_completion ("id" uuid, "row" bigint, "file" int, "line" int, "promptHash" text, "model" text, "hash" text,
      "messages" jsonb, "isEmpty" boolean, "chars" int, "externalId" text, "params" jsonb, "logProbSum" float8, "tokenCount" int, "leaks" text[]) ON COMMIT DROP;
    CREATE TEMP TABLE import_reference ("row" bigint, "promptHash" text, "hash" text, "content" text) ON COMMIT DROP;
    CREATE TEMP TABLE import_split ("row" bigint, "file" int, "line" int, "promptHash" text, "split" text) ON COMMIT DROP;
    CREATE TEMP TABLE import_label ("row" bigint, "file" int, "line" int, "promptHash" text, "betterHash" text, "betterModel" text,
      "worseHash" text, "worseModel" text, "tie" boolean, "bothBad" boolean, "level" int, "labeler" text, "criterion" text) ON COMMIT DROP;
    CREATE TEMP TABLE import_group ("row" bigint, "promptHash" text, "hashes" text[]) ON COMMIT DROP;
    CREATE TEMP TABLE import_history ("row" bigint, "task" jsonb) ON COMMIT DROP;
    CREATE TEMP TABLE import_bad ("id" uuid, "file" text, "line" int, "field" text, "found" text, "expected" text) ON COMMIT DROP;
    CREATE TEMP TABLE import_prompt_id ("hash" text PRIMARY KEY, "id" uuid NOT NULL) ON COMMIT DROP;
    CREATE TEMP TABLE import_known ("id" uuid PRIMARY KEY) ON COMMIT DROP;
    SET LOCAL work_mem = '64MB';
    SET LOCAL random_page_cost = 1.1`)
}

/** How many hashes are remembered to stage a prompt once and not with each of its rows. */
const rememberedMost = 100_000

/** Some thousand rows: what storing costs beside its rows is little, and so is what two loads hold. */
const loadChars = 2 * 1024 * 1024

/** Rows on their way into the temporary tables; `afterLoad` finds them there, some thousand at a time. */
export class Staging {
  /** The completion staged last; later ones have larger ids. */
  newestId: string | null = null
  private readonly copy: CopyWriter
  private readonly seen = new Set<string>()

  constructor(
    client: pg.ClientBase,
    private readonly nextId: () => string,
    afterLoad: (rows: Loaded) => Promise<void>,
  ) {
    this.copy = new CopyWriter(client, columns, { loadChars, afterLoad })
  }

  addPrompt(at: StagedAt, prompt: StagedPrompt): void {
    if (!this.isFirst(prompt.hash)) return
    const { hash, messages, externalId, language, tags, conversationId, sourceUser, useCase, chars } = prompt
    this.copy.add("import_prompt", [
      this.nextId(),
      at.row,
      at.file,
      at.line,
      hash,
      messages,
      externalId,
      language,
      toArrayText(tags),
      conversationId,
      sourceUser,
      useCase,
      chars,
    ])
  }

  addReference(at: StagedAt, promptHash: string, hash: string, content: string): void {
    if (this.isFirst(`${promptHash}${hash}`)) {
      this.copy.add("import_reference", [at.row, promptHash, hash, content])
    }
  }

  addSplit(at: StagedAt, promptHash: string, split: string): void {
    this.copy.add("import_split", [at.row, at.file, at.line, promptHash, split])
  }

  addCompletion(at: StagedAt, one: StagedCompletion): void {
    this.newestId = this.nextId()
    this.copy.add("import_completion", [
      this.newestId,
      at.row,
      at.file,
      at.line,
      one.promptHash,
      one.model,
      one.hash,
      one.messages,
      one.isEmpty,
      one.chars,
      one.externalId,
      one.params,
      one.logProbSum,
      one.tokenCount,
      one.leaks.length > 0 ? toArrayText(one.leaks) : null,
    ])
  }

  addLabel(at: StagedAt, label: StagedLabel): void {
    const { promptHash, better, worse, tie, bothBad, level, labeler, criterion } = label
    this.copy.add("import_label", [
      at.row,
      at.file,
      at.line,
      promptHash,
      better.hash,
      better.model,
      worse.hash,
      worse.model,
      tie,
      bothBad,
      level,
      labeler,
      criterion,
    ])
  }

  /** The texts that one row put beside each other. */
  addGroup(at: StagedAt, promptHash: string, hashes: readonly string[]): void {
    this.copy.add("import_group", [at.row, promptHash, toArrayText(hashes)])
  }

  /** JSON of one line of `raw_annotations`. */
  addHistory(at: StagedAt, task: string): void {
    this.copy.add("import_history", [at.row, task])
  }

  addBad(file: string, line: number, bad: BadField): void {
    this.copy.add("import_bad", [this.nextId(), file, line, bad.field, bad.found, bad.expected])
  }

  ready(): Promise<void> {
    return this.copy.ready()
  }

  flush(): Promise<void> {
    return this.copy.flush()
  }

  private isFirst(key: string): boolean {
    if (this.seen.has(key)) return false
    if (this.seen.size >= rememberedMost) this.seen.clear()
    this.seen.add(key)
    return true
  }
}
