import { readerMayFilter } from "@/formats/export/needs"
import { type SplitName, splitNames } from "@/formats/export/settings"
import { splitOfFacts } from "@/formats/export/split-of"
import { CopyRow } from "@/server/data/export/copy-rows"
import type { CopyStream } from "@/server/data/export/copy-stream"
import { parseMessages } from "@/server/data/export/parse-messages"
import { RowQueue } from "@/server/data/export/row-queue"
import type { Group, PromptHead, PromptRow, ReadRequest } from "@/server/data/export/rows"
import { sha256Hex } from "@/server/export/sha256"

/** Prompts that are looked up together; their votes and texts come one prompt after another. */
const GROUP = 192

/**
 * The prompts of an export, some at a time. A group waits for its texts while those before it are worked on, so
 * its prompts are kept as the bytes they came in: as objects they would outlive their youth, nearly alone of all
 * that an export reads, and the collector would look for them again and again.
 */
export class PromptGroups {
  readonly #row = new CopyRow()
  /** Those of groups that were read; a new one is a quarter of a megabyte each time. */
  readonly #spare: RowQueue[] = []

  constructor(
    readonly stream: CopyStream<CopyRow>,
    readonly request: ReadRequest,
  ) {}

  /** The next prompts that are wanted; none = the end. */
  async next(): Promise<Group> {
    const rows = this.#spare.pop() ?? new RowQueue()
    const prompts: PromptHead[] = []
    for (;;) {
      const found = await this.stream.take(GROUP, (row) => {
        const head = readHead(row, this.request)
        if (!isWanted(head, this.request)) return
        prompts.push(head)
        rows.push(row.bytes)
      })
      if (found === 0 || prompts.length > 0) return { prompts, rows }
    }
  }

  /** All that is known of the prompts of a group, one after another; can be done once. */
  *read({ prompts, rows }: Group): Generator<PromptRow> {
    for (const { split } of prompts) {
      const bytes = rows.shift()
      if (bytes === undefined) throw new RangeError("A group of prompts was read twice.")
      this.#row.start(bytes)
      yield readPrompt(this.#row, split)
    }
    this.#spare.push(rows)
  }
}

function isWanted({ split }: PromptHead, request: ReadRequest): boolean {
  return request.split === "all" || !readerMayFilter(request.settings) || split === request.split
}

function readHead(row: CopyRow, { settings }: ReadRequest): PromptHead {
  const { bucket, id, ...facts } = readFacts(row)
  const firstTurn =
    settings.splitBy === "conversation"
      ? (parseMessages(row.text()).find(({ role }) => role === "user")?.content ?? null)
      : null
  return { bucket, id, split: splitOfFacts({ ...facts, firstTurn }, settings, sha256Hex) }
}

function readPrompt(row: CopyRow, split: SplitName): PromptRow {
  const { bucket, id, hash, conversationId, sourceUser } = readFacts(row)
  const prompt = {
    hash,
    messages: parseMessages(row.text()),
    externalId: row.maybeText(),
    conversationId,
    sourceUser,
    useCase: row.maybeText(),
    language: row.maybeText(),
    tags: toStrings(row.maybeText()),
  }
  return { bucket, id, split, prompt }
}

/** What may decide the split stands first. */
function readFacts(row: CopyRow) {
  const bucket = row.id()
  const id = row.id()
  const hash = row.text()
  const conversationId = row.maybeText()
  const sourceUser = row.maybeText()
  const imported = row.maybeText()
  return {
    bucket,
    id,
    hash,
    conversationId,
    sourceUser,
    imported: splitNames.find((name) => name === imported) ?? null,
  }
}

function toStrings(json: string | null): readonly string[] {
  return json === null ? [] : (JSON.parse(json) as string[])
}
