import { z } from "zod"
import { projectRoles } from "@/core/permissions"

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

export const promptResource = z.strictObject({
  id: uuid,
  hash: z.string().meta({ description: "SHA-256 over roles and same-text forms." }),
  messages,
  externalId: z.string().nullable(),
  conversationId: z.string().nullable(),
  useCase: z.string().nullable(),
  language: z.string().nullable(),
  tags: z.array(z.string()),
  createdAt: time,
})

export const completionResource = z.strictObject({
  id: uuid,
  promptId: uuid,
  model: z.string(),
  hash: z.string(),
  messages,
  externalId: z.string().nullable(),
  empty: z.boolean(),
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

export const importResource = z.strictObject({
  id: uuid.nullable().meta({ description: "Null for a dry run." }),
  refused: z.boolean().meta({ description: "Bad rows, and they were not to be skipped: nothing is stored." }),
  dryRun: z.boolean(),
  prompts: added,
  completions: added,
  labels: added,
  tasks: added,
  judgments: z.int().meta({ description: "Answers that the new tasks ask for." }),
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
})

export const exportResource = z.strictObject({
  id: uuid,
  format: z.string(),
  settings: z.record(z.string(), z.unknown()),
  sha256: z.string().meta({ description: "Of the manifest: the same settings and snapshot give the same." }),
  rows: z.record(z.string(), z.unknown()).meta({ description: "Counts as in the manifest." }),
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
