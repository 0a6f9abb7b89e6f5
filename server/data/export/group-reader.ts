import type pg from "pg"
import { groupBy } from "@/core/group-by"
import type { AnnotationUnit, LabelUnit, PromptBundle, RulingUnit } from "@/formats/export/units"
import { ask, toUuid } from "@/server/data/export/copy-rows"
import type { CopyStream } from "@/server/data/export/copy-stream"
import { createJudgments } from "@/server/data/export/judgments"
import { type Details, loadDetails } from "@/server/data/export/load-details"
import { loadLabels, loadMasks, loadRulings, type Mask } from "@/server/data/export/load-lookups"
import type { PromptGroups } from "@/server/data/export/prompt-groups"
import type { ProjectFacts } from "@/server/data/export/load-project-facts"
import { openTexts, type StoredText, type Texts, toTexts } from "@/server/data/export/load-texts"
import type {
  AnnotationRow,
  Group,
  PromptHead,
  PromptRow,
  ReadRequest,
  TaskPart,
  TaskRow,
} from "@/server/data/export/rows"
import { oldestRunning } from "@/server/data/export/snapshot"

/** Bundles are handed over when their texts reach this many characters, so that memory has a bound. */
const MOST_CHARS = 32 * 1024

type Lookups = {
  readonly masks: ReadonlyMap<string, Mask>
  readonly rulings: ReadonlyMap<string, RulingUnit[]>
  readonly labels: readonly LabelUnit[][] | undefined
  readonly details: Details | undefined
  readonly texts: CopyStream<StoredText>
}

/** Puts the streams together, prompt by prompt. */
export class GroupReader {
  readonly #tasks = new Map<string, TaskPart[]>()
  readonly #annotations = new Map<string, AnnotationRow[]>()
  readonly #lookups = new Map<Group, Promise<Lookups>>()
  /** What each connection was asked last: settings of two groups must not mix there. */
  readonly #asked: Promise<unknown>[] = []
  #turn = 0

  constructor(
    readonly prompts: PromptGroups,
    readonly clients: readonly pg.Client[],
    readonly tasks: CopyStream<TaskPart>,
    readonly annotations: CopyStream<AnnotationRow>,
    readonly facts: ProjectFacts,
    readonly request: ReadRequest,
  ) {}

  /** Begins to look up what belongs to a group that will be read; groups take turns on the connections. */
  expect(group: Group): void {
    const turn = this.#turn++ % this.clients.length
    const client = this.clients[turn]
    if (!client) throw new RangeError("There is no connection to look anything up.")
    const lookups = (this.#asked[turn] ?? Promise.resolve()).then(() => this.#lookUp(client, group))
    // Awaited when the group is read; until then a failure is not yet anybody's.
    lookups.catch(() => {})
    this.#asked[turn] = lookups
    this.#lookups.set(group, lookups)
  }

  async *read(group: Group): AsyncGenerator<PromptBundle[]> {
    const lookups = await this.#lookups.get(group)
    if (!lookups) throw new RangeError("A group was read that was not expected.")
    this.#lookups.delete(group)
    let bundles: PromptBundle[] = []
    let chars = 0
    let at = -1
    for (const row of this.prompts.read(group)) {
      at++
      const rows: StoredText[] = []
      await lookups.texts.takeWhile(
        (text) => text.at <= at,
        (text) => {
          if (text.at < at) throw new RangeError("Texts came out of order.")
          rows.push(text)
          chars += text.json.length
        },
      )
      await this.#takeVotes(row.bucket)
      bundles.push(this.#toBundle(row, rows, at, lookups))
      this.#forget(row)
      if (chars >= MOST_CHARS) {
        yield bundles
        bundles = []
        chars = 0
      }
    }
    if (bundles.length > 0) yield bundles
  }

  #toBundle(
    { id, prompt, split }: PromptRow,
    rows: readonly StoredText[],
    at: number,
    { masks, rulings, labels, details }: Lookups,
  ): PromptBundle {
    const judgments = createJudgments(this.#annotations.get(id) ?? [], this.facts, details)
    const tasks = toTasks(this.#tasks.get(id) ?? [], this.facts).filter(
      (task) =>
        judgments.has(task.id) || rulings.has(task.id) || details?.skips.has(toUuid(task.id)) === true,
    )
    const texts = toTexts(rows, tasks, masks)
    return {
      prompt: { references: details?.references.get(toUuid(id)) ?? [], ...prompt },
      split,
      tasks: tasks.map((task) => ({
        hash: task.hash,
        kind: task.kind,
        round: task.round,
        texts: task.completionIds.map(texts.hashOf),
        annotations: (judgments.get(task.id) ?? []).map((unit) => withShownSpans(unit, task, texts)),
        rulings: rulings.get(task.id) ?? [],
        ...(details && { detail: details.taskDetail({ ...task, id: toUuid(task.id) }) }),
      })),
      labels: labels?.[at] ?? [],
      texts: texts.byHash,
    }
  }

  /** Prompts of one conversation share a bucket, so rows may be left for the one that comes next. */
  async #takeVotes(bucket: string): Promise<void> {
    await this.tasks.takeWhile(
      (row) => row.bucket <= bucket,
      (row) => push(this.#tasks, row),
    )
    await this.annotations.takeWhile(
      (row) => row.bucket <= bucket,
      (row) => push(this.#annotations, row),
    )
  }

  #forget({ id, bucket }: PromptHead): void {
    for (const rows of [this.#tasks, this.#annotations]) {
      rows.delete(id)
      // What is left belongs to prompts that were passed over, or to the next of the conversation.
      if (rows.size > 0) for (const [left, [row]] of rows) if (row && row.bucket < bucket) rows.delete(left)
    }
  }

  async #lookUp(client: pg.Client, group: Group): Promise<Lookups> {
    const { facts, request } = this
    const ids = group.prompts.map(({ id }) => toUuid(id))
    await ask(client, { prompts: `{${ids.join(",")}}` })
    const withTasks = request.needs === "tasks"
    const rulings = facts.has.rulings ? await loadRulings(client, facts) : []
    const labels =
      facts.has.labels && (withTasks || request.settings.imported)
        ? await loadLabels(client, group.prompts.length)
        : undefined
    const masks = facts.has.masks ? await loadMasks(client) : noMasks
    const bind = [request.snapshot, oldestRunning(request.snapshot), ids]
    const details = withTasks ? await loadDetails(client, bind, facts) : undefined
    const rulingsOf = new Map(
      [...groupBy(rulings, ({ taskId }) => taskId)].map(([taskId, own]) => [
        taskId,
        own.map(({ ruling }) => ruling),
      ]),
    )
    return { masks, rulings: rulingsOf, labels, details, texts: openTexts(client, facts) }
  }
}

/** Marked words are stored in terms of the stored text; a file holds the text as it was shown. */
function withShownSpans(unit: AnnotationUnit, task: TaskRow, texts: Texts): AnnotationUnit {
  const { detail } = unit
  if (!detail?.flags.some(({ spanStart }) => spanStart !== null)) return unit
  const flags = detail.flags.map((flag) => {
    const { position, spanStart, spanEnd } = flag
    const id = task.completionIds[position ?? (task.completionIds.length === 1 ? 0 : -1)]
    if (id === undefined || spanStart === null || spanEnd === null) return flag
    const span = texts.toShownSpan(id, { start: spanStart, end: spanEnd })
    return { ...flag, spanStart: span.start, spanEnd: span.end }
  })
  return { ...unit, detail: { ...detail, flags } }
}

const noMasks: ReadonlyMap<string, Mask> = new Map()

function push<T extends { readonly promptId: string }>(map: Map<string, T[]>, row: T): void {
  const list = map.get(row.promptId)
  if (list) list.push(row)
  else map.set(row.promptId, [row])
}

/** By hash, each with its texts in stored order. */
function toTasks(parts: readonly TaskPart[], facts: ProjectFacts): TaskRow[] {
  const tasks = new Map<string, TaskRow>()
  for (const part of parts) {
    let task = tasks.get(part.id)
    if (!task) {
      const { id, hash, kind, doubleJudged, roundId } = part
      const round = roundId === null ? null : (facts.rounds.get(toUuid(roundId)) ?? null)
      task = { id, hash, kind, doubleJudged, round, completionIds: [] }
      tasks.set(id, task)
    }
    const { position, completionId, nextId } = part
    if (position === null || completionId === null) continue
    task.completionIds[position] = completionId
    if (nextId !== null) task.completionIds[position + 1] = nextId
  }
  return [...tasks.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1))
}
