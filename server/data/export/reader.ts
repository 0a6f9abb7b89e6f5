import type pg from "pg"
import type { PromptBundle } from "@/formats/export/units"
import type { ProjectAccess } from "@/server/access"
import { CopyStream } from "@/server/data/export/copy-stream"
import { type CopyRow, wordsByLetter } from "@/server/data/export/copy-rows"
import { GroupReader } from "@/server/data/export/group-reader"
import { loadProjectFacts } from "@/server/data/export/load-project-facts"
import { cancelReaders, closeReaders, openReaders } from "@/server/data/export/open-readers"
import { PromptGroups } from "@/server/data/export/prompt-groups"
import type { AnnotationRow, Group, ReadRequest, TaskPart } from "@/server/data/export/rows"
import { annotationSelect, promptSelect, taskSelect } from "@/server/data/export/select-prompts"

/**
 * Every prompt of the project that anything was said about in the snapshot, with all of it, some at a
 * time, in the order of the files: by the hash that also decides the split, then by prompt hash.
 *
 * Three sorted streams run side by side (prompts, tasks, annotations), as PostgreSQL reads whole tables far
 * faster than it looks rows up; texts are looked up, since they are much too large to be sorted. `signal` ends
 * whatever the database is at, at once.
 */
export async function* readBundles(
  access: ProjectAccess<"exports:create">,
  request: ReadRequest,
): AsyncGenerator<PromptBundle[]> {
  const { signal } = request
  signal?.throwIfAborted()
  const readers = await openReaders(access.projectId, request.snapshot)
  const cancel = () => void cancelReaders(readers)
  signal?.addEventListener("abort", cancel)
  try {
    signal?.throwIfAborted()
    const facts = await loadProjectFacts(readers.lookups[0], access.projectId, request.snapshot)
    const events = eventsOf(request, facts.has)
    const open = <T>(client: pg.Client, select: string, read: (row: CopyRow) => T) =>
      client.query(new CopyStream(select, read))
    const prompts = new PromptGroups(
      open(readers.prompts, promptSelect(events), (row) => row),
      request,
    )
    const groups = new GroupReader(
      prompts,
      readers.lookups,
      open(readers.tasks, taskSelect(events), readTaskPart),
      open(readers.annotations, annotationSelect(request.who), (row) => readAnnotation(row, request.who)),
      facts,
      request,
    )
    const ahead: Group[] = []
    const lookAhead = async () => {
      while (ahead.length < readers.lookups.length) {
        const group = await prompts.next()
        if (group.prompts.length === 0) return
        groups.expect(group)
        ahead.push(group)
      }
    }
    await lookAhead()
    for (let group = ahead.shift(); group; group = ahead.shift()) {
      signal?.throwIfAborted()
      // The database looks up the texts of the next groups while this one is worked on.
      await lookAhead()
      yield* groups.read(group)
    }
  } catch (error) {
    // What the database says of its own cancelling is not the reason.
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener("abort", cancel)
    await closeReaders(readers)
  }
}

function eventsOf(request: ReadRequest, has: { readonly rulings: boolean; readonly labels: boolean }) {
  return [
    "Annotation" as const,
    ...(has.rulings ? (["Adjudication"] as const) : []),
    ...(request.needs === "tasks" ? (["Skip"] as const) : []),
    ...(has.labels && request.settings.imported ? (["ImportedLabel"] as const) : []),
  ]
}

function readTaskPart(row: CopyRow): TaskPart {
  return {
    bucket: row.id(),
    promptId: row.id(),
    id: row.id(),
    hash: row.text(),
    kind: row.text() as TaskPart["kind"],
    doubleJudged: row.bool(),
    roundId: row.maybeId(),
    position: row.maybeInt(),
    completionId: row.maybeId(),
    nextId: row.maybeId(),
  }
}

const statuses = wordsByLetter(["ACCEPTED", "SURPLUS", "WITHDRAWN"])
const purposes = wordsByLetter(["LABEL", "GOLD", "REPEAT"])
const preferences = wordsByLetter(["A", "B", "TIE"])

function readAnnotation(row: CopyRow, withWho: boolean): AnnotationRow {
  return {
    bucket: row.id(),
    promptId: row.id(),
    id: row.id(),
    taskId: row.id(),
    assignmentId: row.id(),
    annotatorId: row.id(),
    revision: row.int(),
    status: row.word(statuses),
    notRankable: row.bool(),
    createdAt: row.time(),
    purpose: row.word(purposes),
    criterion: row.maybeText(),
    positionA: row.maybeInt() ?? 0,
    positionB: row.maybeInt() ?? 0,
    preference: row.maybeWord(preferences) ?? "TIE",
    bothBad: row.bool(),
    level: row.maybeInt(),
    who: withWho
      ? {
          cohort: row.maybeText(),
          guidelineId: row.maybeId(),
          protocolId: row.id(),
          activeMs: row.maybeInt(),
          blind: row.bool(),
          rationale: row.maybeText(),
        }
      : undefined,
  }
}
