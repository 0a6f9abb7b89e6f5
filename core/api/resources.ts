import { z } from "zod"
import { exportJobSchema } from "@/core/exports/export-view"
import { importPhases } from "@/core/import-view"
import { projectRoles } from "@/core/permissions"
import { duplicateJobSchema, duplicateSettingsSchema } from "@/core/prompts/duplicates"
import { holdReasons } from "@/core/prompts/hold"

const time = z.iso.datetime().meta({ description: "UTC with milliseconds." })
const uuid = z.uuid()
const messages = z.array(z.object({ role: z.string(), content: z.string() }))

/** What the API answers with: these schemas are its documentation, and tests hold answers against them. */
export const projectResource = z.strictObject({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  role: z.enum(projectRoles).meta({ description: "Of the person whose key it is." }),
  archived: z.boolean(),
  createdAt: time,
})

const source = z.strictObject({ importId: uuid, file: z.string(), line: z.int() }).nullable().meta({
  description:
    "The row of the import that brought it first; null where no import did, or one before places were kept.",
})

export const promptResource = z.strictObject({
  id: uuid,
  hash: z.string().meta({ description: "SHA-256 over roles and same-text forms." }),
  messages,
  externalId: z.string().nullable(),
  conversationId: z.string().nullable(),
  useCase: z.string().nullable(),
  language: z.string().nullable(),
  tags: z.array(z.string()),
  source,
  split: z.enum(["train", "validation", "test"]).nullable(),
  heldBack: z
    .enum(holdReasons)
    .nullable()
    .meta({ description: "Why its tasks are given to nobody; null = they are." }),
  createdAt: time,
})

const share = z.number().nullable()

/** A prompt of a group of near duplicates; what is null about two prompts is about the first of the group. */
export const duplicatePromptResource = z.strictObject({
  group: z.int(),
  place: z.int().meta({ description: "In the group, oldest first, from 0." }),
  promptId: uuid,
  text: z.string().meta({ description: "All turns but the system's, at most 4,000 characters." }),
  useCase: z.string().nullable(),
  split: z.string().meta({ description: "The one stored, else that of an export with its defaults." }),
  heldBack: z.enum(holdReasons).nullable(),
  completions: z.int(),
  answers: z.int().meta({ description: "Annotations that count." }),
  likePlace: z
    .int()
    .nullable()
    .meta({ description: "Place of the prompt it is like. The rest is about the two." }),
  prefix: z.int().nullable().meta({ description: "Characters that both begin with." }),
  estimate: share.meta({ description: "Jaccard's index as it was estimated to find them." }),
  jaccard: share.meta({ description: "Jaccard's index of the shingles of both." }),
})

export const duplicatesResource = z.strictObject({
  search: duplicateJobSchema
    .strict()
    .nullable()
    .meta({ description: "The newest search; `done` is a share. null = none for a week." }),
  report: z
    .strictObject({
      settings: duplicateSettingsSchema.strict(),
      computedAt: time,
      prompts: z.int().meta({ description: "Looked at." }),
      groups: z.int(),
      duplicates: z.int().meta({ description: "Prompts in groups beside the first of each." }),
      served: z.int().meta({ description: "Of those, how many are served still." }),
      contaminated: z.int().meta({ description: "Groups whose served prompts lie in more than one split." }),
      contaminatedPrompts: z.int(),
      stale: z.boolean().meta({ description: "Prompts came in, or went, since." }),
    })
    .nullable()
    .meta({ description: "null = nobody has searched yet." }),
})

export const completionResource = z.strictObject({
  id: uuid,
  promptId: uuid,
  model: z.string(),
  hash: z.string(),
  messages,
  externalId: z.string().nullable(),
  empty: z.boolean(),
  params: z.unknown().meta({
    description:
      "What the source said beside the text: sampling parameters, `ratings`, and `columns` that were kept.",
  }),
  source,
  createdAt: time,
})

export const taskResource = z.strictObject({
  id: uuid,
  promptId: uuid,
  kind: z.enum(["DEMONSTRATION", "RATING", "PAIRWISE", "RANKING"]),
  status: z.string(),
  completionIds: z.array(uuid).meta({ description: "In stored order, by text hash; never in screen order." }),
  overlap: z.int().meta({ description: "Annotations wanted." }),
  counted: z.int().meta({ description: "Annotations that count so far." }),
  priority: z.int(),
  cohort: z.string().nullable(),
  createdAt: time,
})

const preference = z.enum(["A", "B", "TIE"])

export const annotationResource = z.strictObject({
  id: uuid,
  taskId: uuid,
  assignment: z.string().meta({ description: "The same for all revisions of one judgment." }),
  annotator: z.string().meta({ description: "Pseudonym, as in exports." }),
  purpose: z.enum(["LABEL", "GOLD", "REPEAT"]),
  revision: z.int(),
  status: z.enum(["ACCEPTED", "SURPLUS", "WITHDRAWN"]),
  cohort: z.string().nullable(),
  notRankable: z.boolean(),
  confidence: z.int().nullable(),
  rationale: z.string().nullable(),
  note: z.string().nullable(),
  editedText: z.string().nullable(),
  activeMs: z.int().nullable(),
  comparisons: z.array(
    z.strictObject({
      criterion: z.string(),
      a: uuid.meta({ description: "Completion." }),
      b: uuid,
      preference,
      bothBad: z.boolean(),
      level: z.int().nullable(),
    }),
  ),
  placements: z.array(
    z.strictObject({ criterion: z.string(), completionId: uuid, rank: z.int().nullable() }),
  ),
  ratings: z.array(z.strictObject({ criterion: z.string(), completionId: uuid, value: z.int() })),
  flags: z.array(
    z.strictObject({ type: z.string(), completionId: uuid.nullable(), comment: z.string().nullable() }),
  ),
  createdAt: time,
})

export const memberResource = z.strictObject({
  id: uuid,
  email: z.string(),
  name: z.string(),
  role: z.enum(projectRoles),
  cohort: z.string().nullable(),
  paused: z.boolean(),
  createdAt: time,
})

const added = z.object({ added: z.int(), existing: z.int() })

const importStatus = z
  .enum(["READY", "RUNNING", "CHECKED", "DONE", "FAILED", "CANCELLED"])
  .meta({ description: "`CHECKED`: a dry run is over. `READY`: uploaded in a browser, not begun." })

export const importSummaryResource = z.strictObject({
  id: uuid,
  status: importStatus,
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number() })),
  error: z.string().nullable(),
  createdAt: time,
})

export const importResource = z.strictObject({
  id: uuid,
  status: importStatus,
  progress: z
    .strictObject({
      phase: z.enum(importPhases),
      rows: z.int(),
      bytes: z.int(),
      totalBytes: z.int(),
    })
    .nullable()
    .meta({ description: "While it runs." }),
  result: z
    .strictObject({ prompts: added, completions: added, labels: added, tasks: added })
    .nullable()
    .meta({ description: "What was stored, or after a dry run what would be." }),
  judgments: z.int().nullable().meta({ description: "After a dry run: answers that the new tasks ask for." }),
  leaks: z.int().meta({ description: "New completions that name their model." }),
  heldBack: z.int().meta({ description: "Prompts that the cap per source user holds back since." }),
  error: z.string().nullable(),
  badRowCount: z.int(),
  badRows: z
    .array(
      z.object({
        file: z.string(),
        line: z.int(),
        field: z.string(),
        found: z.string(),
        expected: z.string(),
      }),
    )
    .meta({ description: "The first hundred." }),
  createdAt: time,
})

export const exportResource = z.strictObject({
  id: uuid,
  format: z.string(),
  settings: z.record(z.string(), z.unknown()),
  sha256: z.string().meta({ description: "Of the manifest: the same settings and snapshot give the same." }),
  rows: z.record(z.string(), z.unknown()).meta({ description: "Counts as in the manifest." }),
  createdAt: time,
})

export const exportStateResource = exportJobSchema.extend({
  done: z.number().meta({ description: "Annotations read, of `total`." }),
  sha256: z.string().nullable().meta({ description: "Of the manifest, once it is `DONE`." }),
  createdAt: time,
})

export const problemResource = z.object({
  type: z.string().meta({ description: "`urn:diptych:` and the code." }),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: "What is wrong, what was expected, the way on." }),
  code: z.string(),
  details: z.record(z.string(), z.unknown()),
})
