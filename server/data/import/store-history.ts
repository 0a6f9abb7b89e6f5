import { z } from "zod"
import { canonicalJson } from "@/core/canonical-json"
import { DiptychError } from "@/core/errors"
import { protocolSchema } from "@/core/protocol"
import { sha256Hex } from "@/core/same-text"
import { insertProtocol } from "@/server/data/protocols"
import type { Client } from "@/server/data/transaction"

type Run = { readonly projectId: string; readonly userId: string | null }

/**
 * What people did with the tasks of a `raw_annotations` file, as rows of our own: the tasks, an account
 * per pseudonym that nobody can sign in to, assignments, every revision with its parts, skips, rulings and
 * exclusions, at the times they had. Ids hold the pseudonyms of the file (core/imported-id.ts). What is
 * there already stays as it is. Returns how many annotations are new. Throws BAD_DATA, CONFLICT.
 */
export async function storeHistory(client: Client, run: Run): Promise<number> {
  const { rows } = await client.query<{ some: boolean }>(
    `SELECT EXISTS (SELECT FROM import_history) AS "some"`,
  )
  if (rows[0]?.some !== true) return 0
  try {
    await client.query("ANALYZE import_history")
    await client.query(naming)
    await storeProtocols(client, run)
    for (const statement of [rounds, tasks, texts, people, assignments])
      await client.query(statement, [run.projectId])
    const added = await client.query(annotations, [run.projectId])
    for (const statement of [...parts, slots, skips, rulings, exclusions])
      await client.query(statement, [run.projectId])
    return added.rowCount ?? 0
  } catch (error) {
    throw isRefusal(error)
      ? new DiptychError("BAD_DATA", `These annotations break a rule of the store: ${error.message}.`)
      : error
  }
}

/** Values and constraints that the database refused: the file's fault, since its texts were checked before. */
function isRefusal(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  return error instanceof Error && /^2[23]/.test(code)
}

/** A line can be made with any text in it, and with the hash of that. */
const protocolText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue("no JSON")
      return z.NEVER
    }
  })
  .pipe(protocolSchema)

/** The protocols that were in force. In a project where people have worked, another one is not slipped in. */
async function storeProtocols(client: Client, { projectId, userId }: Run): Promise<void> {
  const { rows } = await client.query<{ hash: string; definition: string; latest: number; used: boolean }>(
    `SELECT * FROM (
       SELECT DISTINCT ON (p->>'hash') p->>'hash' AS "hash", p->>'definition_json' AS "definition", (p->>'version')::int AS "version",
         (SELECT max(v."version") FROM "ProtocolVersion" v WHERE v."projectId" = $1) AS "latest",
         EXISTS (SELECT FROM "Annotation" a WHERE a."projectId" = $1) AS "used"
       FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'protocols') p
       WHERE NOT EXISTS (SELECT FROM "ProtocolVersion" v WHERE v."projectId" = $1 AND v."hash" = p->>'hash')
       ORDER BY p->>'hash') x
     ORDER BY x."version"`,
    [projectId],
  )
  for (const [index, { hash, definition, latest, used }] of rows.entries()) {
    if (used) {
      throw new DiptychError(
        "CONFLICT",
        "The annotations were made under a protocol that this project does not have; import them into a new project.",
      )
    }
    const parsed = protocolText.safeParse(definition)
    if (!parsed.success || sha256Hex(canonicalJson(parsed.data)) !== hash) {
      throw new DiptychError(
        "BAD_DATA",
        `The protocol ${hash.slice(0, 12)}… of the annotations is none, or another one.`,
      )
    }
    await insertProtocol(client, projectId, latest + 1 + index, parsed.data, userId)
  }
}

/** The id of a pseudonym in this project, as core/imported-id.ts has it. */
const naming = `
  CREATE OR REPLACE FUNCTION pg_temp.imported_id(name text, project uuid) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (substr(n, 1, 8) || '-' || substr(n, 9, 4) || '-8' || substr(n, 13, 3) || '-8' || substr(n, 16, 1)
      || substr(m, 1, 2) || '-' || substr(m, 3, 12))::uuid
    FROM (SELECT split_part(name, '_', 2) AS n, md5(project::text) AS m) x
  $$`

const lines = `import_history h JOIN "Task" t ON t."projectId" = $1 AND t."setHash" = h."task"->>'task_id'`

const rounds = `
  INSERT INTO "Round" ("id", "projectId", "number", "name")
  SELECT gen_random_uuid(), $1, x.n, 'Round ' || x.n
  FROM (SELECT DISTINCT (h."task"->>'round')::int AS n FROM import_history h) x WHERE x.n IS NOT NULL
  ON CONFLICT ("projectId", "number") DO NOTHING`

const tasks = `
  INSERT INTO "Task" ("id", "projectId", "promptId", "kind", "k", "setHash", "overlap", "remaining", "open", "ring",
    "doubleJudged", "roundId")
  SELECT gen_random_uuid(), $1, i."id", (h."task"->>'kind')::"TaskKind", (h."task"->>'k')::int, h."task"->>'task_id',
    p."overlap", p."overlap", true, (('x' || substr(h."task"->>'task_id', 1, 8))::bit(32)::bigint & 2147483647)::int,
    (h."task"->>'double_judged')::boolean,
    (SELECT r."id" FROM "Round" r WHERE r."projectId" = $1 AND r."number" = (h."task"->>'round')::int)
  FROM import_history h JOIN "Project" p ON p."id" = $1
  JOIN import_prompt_id i ON i."hash" = h."task"->>'prompt_hash'
  ORDER BY h."row"
  ON CONFLICT ("projectId", "setHash") DO NOTHING`

const texts = `
  INSERT INTO "TaskCompletion" ("taskId", "position", "completionId")
  SELECT t."id", (c->>'position')::int, (SELECT x."id" FROM "Completion" x
    WHERE x."promptId" = t."promptId" AND x."hash" = c->>'content_hash' ORDER BY x."id" LIMIT 1)
  FROM ${lines} CROSS JOIN LATERAL jsonb_array_elements(h."task"->'completions') c
  ON CONFLICT DO NOTHING`

/** Accounts that stand for a pseudonym: no way in, switched off. */
const people = `
  INSERT INTO "User" ("id", "email", "name", "disabledAt")
  SELECT pg_temp.imported_id(x.name, $1), x.name || '.' || left(md5($1::text), 14) || '@imported.invalid', x.name, clock_timestamp()
  FROM (
    SELECT a->>'annotator' AS name FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'annotations') a
    UNION SELECT s->>'annotator' FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'skips') s
    UNION SELECT j->>'adjudicator' FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'adjudications') j
    UNION SELECT v->>'reviewer' FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'annotations') a
      CROSS JOIN LATERAL jsonb_array_elements(a->'demonstrations') d CROSS JOIN LATERAL jsonb_array_elements(d->'reviews') v
  ) x ORDER BY 1
  ON CONFLICT ("id") DO NOTHING`

/**
 * One per assignment of the file, with its outcome as the newest revision has it. A skip alone is written
 * as given back: the trigger on skips would give it the time of now.
 */
const assignments = `
  CREATE TEMP TABLE import_assignment ON COMMIT DROP AS
  WITH done AS (
    SELECT t."id" AS "taskId", a->>'assignment_id' AS name, a->>'annotator' AS person, a->>'purpose' AS purpose,
      a->'shown' AS shown, (a->>'submitted_at')::timestamptz AS at, (a->>'revision')::int AS revision,
      a->>'status' AS status, a->>'left_out' AS "leftOut"
    FROM ${lines} CROSS JOIN LATERAL jsonb_array_elements(h."task"->'annotations') a
    UNION ALL
    SELECT t."id", s->>'assignment_id', s->>'annotator', s->>'purpose', s->'shown', (s->>'skipped_at')::timestamptz, 0, 'SKIP', NULL
    FROM ${lines} CROSS JOIN LATERAL jsonb_array_elements(h."task"->'skips') s),
  newest AS (SELECT DISTINCT ON (name) * FROM done ORDER BY name, revision DESC, at DESC),
  made AS (
    INSERT INTO "Assignment" ("id", "token", "projectId", "taskId", "annotatorId", "purpose", "state", "holdsSlot", "shown",
      "leasedAt", "leaseExpiresAt", "closedAt")
    SELECT pg_temp.imported_id(n.name, $1), replace(gen_random_uuid()::text, '-', ''), $1, n."taskId",
      pg_temp.imported_id(n.person, $1), n.purpose::"AssignmentPurpose",
      (CASE WHEN n.status IN ('ACCEPTED', 'SURPLUS') THEN 'SUBMITTED' ELSE 'RELEASED' END)::"AssignmentState",
      n.purpose = 'LABEL' AND n.status = 'ACCEPTED' AND n."leftOut" IS DISTINCT FROM 'excluded',
      translate(n.shown::text, '[]', '{}')::int[],
      (SELECT min(d.at) FROM done d WHERE d.name = n.name), n.at, n.at
    FROM newest n ORDER BY n.at, n.name
    ON CONFLICT DO NOTHING
    RETURNING "id", "taskId", "holdsSlot")
  SELECT * FROM made`

/** Only with an assignment that is new: an answer is never added to one that is there. */
const annotations = `
  INSERT INTO "Annotation" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "revision", "status", "idempotencyKey",
    "protocolId", "guidelineId", "shown", "blind", "cohort", "notRankable", "confidence", "rationale", "note", "editedText",
    "inputPath", "device", "activeMs", "wallMs", "scrollDepth", "clientShownAt", "clientSentAt", "createdAt")
  SELECT pg_temp.imported_id(a->>'annotation_id', $1), $1, t."id", s."id", pg_temp.imported_id(a->>'annotator', $1),
    (a->>'revision')::int, (a->>'status')::"AnnotationStatus", 'import:' || (a->>'annotation_id'),
    (SELECT v."id" FROM "ProtocolVersion" v
     JOIN LATERAL jsonb_array_elements(h."task"->'protocols') p ON p->'version' = a->'protocol_version' AND p->>'hash' = v."hash"
     WHERE v."projectId" = $1 ORDER BY v."version" = (a->>'protocol_version')::int DESC, v."version" LIMIT 1),
    (SELECT g."id" FROM "Guideline" g WHERE g."projectId" = $1 AND g."hash" = a->>'guideline_hash'
     ORDER BY g."version" = (a->>'guideline_version')::int DESC, g."version" LIMIT 1),
    translate((a->'shown')::text, '[]', '{}')::int[], (a->>'blind')::boolean, a->>'cohort', (a->>'not_rankable')::boolean,
    (a->>'confidence')::int, a->>'rationale', a->>'note', a->>'edited_text', a->>'input_path', a->>'device',
    (a->>'active_ms')::int, (a->>'wall_ms')::int, translate((a->'scroll_depth')::text, '[]', '{}')::float8[],
    (a->>'client_shown_at')::timestamptz, (a->>'client_sent_at')::timestamptz, (a->>'submitted_at')::timestamptz
  FROM ${lines} CROSS JOIN LATERAL jsonb_array_elements(h."task"->'annotations') WITH ORDINALITY AS x(a, n)
  JOIN import_assignment s ON s."id" = pg_temp.imported_id(a->>'assignment_id', $1)
  ORDER BY h."row", x.n`

/** The lists inside the annotations that were just written. */
function partOf(table: string, columns: string, values: string, list: string): string {
  return `
    INSERT INTO "${table}" (${columns}) SELECT ${values}
    FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'annotations') x
    JOIN "Annotation" a ON a."projectId" = $1 AND a."id" = pg_temp.imported_id(x->>'annotation_id', $1)
    JOIN import_assignment s ON s."id" = a."assignmentId"
    CROSS JOIN LATERAL jsonb_array_elements(x->'${list}') WITH ORDINALITY AS o(e, n)
    ORDER BY h."row", o.n`
}

const parts = [
  partOf(
    "Comparison",
    `"annotationId", "taskId", "criterion", "positionA", "positionB", "preference", "bothBad", "level"`,
    `a."id", a."taskId", e->>'criterion', (e->>'position_a')::int, (e->>'position_b')::int,
     (e->>'preference')::"Preference", (e->>'both_bad')::boolean, (e->>'level')::int`,
    "comparisons",
  ),
  partOf(
    "Placement",
    `"annotationId", "taskId", "criterion", "position", "rank"`,
    `a."id", a."taskId", e->>'criterion', (e->>'position')::int, (e->>'rank')::int`,
    "placements",
  ),
  partOf(
    "Rating",
    `"annotationId", "taskId", "criterion", "position", "value"`,
    `a."id", a."taskId", e->>'criterion', (e->>'position')::int, (e->>'value')::int`,
    "ratings",
  ),
  partOf(
    "Flag",
    `"id", "annotationId", "position", "type", "comment", "spanStart", "spanEnd"`,
    `gen_random_uuid(), a."id", (e->>'position')::int, e->>'type', e->>'comment', (e->>'span_start')::int, (e->>'span_end')::int`,
    "flags",
  ),
  partOf(
    "Demonstration",
    `"annotationId", "promptMessages", "promptKind", "messages", "language", "useCase", "pastedChars", "modelPhrases"`,
    `a."id", NULLIF(e->'prompt', '[]'::jsonb), e->>'prompt_kind', e->'messages', e->>'language', e->>'use_case', (e->>'pasted_chars')::int,
     ARRAY(SELECT jsonb_array_elements_text(e->'model_phrases'))`,
    "demonstrations",
  ),
  `INSERT INTO "DemonstrationReview" ("id", "annotationId", "reviewerId", "verdict", "messages", "comment", "createdAt")
   SELECT gen_random_uuid(), a."id", pg_temp.imported_id(v->>'reviewer', a."projectId"), (v->>'verdict')::"ReviewVerdict",
     NULLIF(v->'messages', '[]'::jsonb), v->>'comment', (v->>'reviewed_at')::timestamptz
   FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'annotations') x
   JOIN "Annotation" a ON a."projectId" = $1 AND a."id" = pg_temp.imported_id(x->>'annotation_id', $1)
   JOIN import_assignment s ON s."id" = a."assignmentId"
   CROSS JOIN LATERAL jsonb_array_elements(x->'demonstrations') d CROSS JOIN LATERAL jsonb_array_elements(d->'reviews') v`,
]

/** New answers take their slots; where there are more than the project asks for, the task asks for as many. */
const slots = `
  UPDATE "Task" t SET "counted" = t."counted" + n.n, "taken" = t."taken" + n.n,
    "overlap" = greatest(t."overlap", t."taken" + n.n),
    "remaining" = greatest(t."overlap", t."taken" + n.n) - t."taken" - n.n,
    "open" = t."status" = 'ACTIVE' AND t."overlap" > t."taken" + n.n
  FROM (SELECT s."taskId", count(*)::int AS n FROM import_assignment s WHERE s."holdsSlot" GROUP BY s."taskId") n
  WHERE t."id" = n."taskId" AND t."projectId" = $1`

const skips = `
  INSERT INTO "Skip" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "purpose", "reason", "note", "shown", "createdAt")
  SELECT gen_random_uuid(), $1, t."id", s."id", pg_temp.imported_id(skip->>'annotator', $1), (skip->>'purpose')::"AssignmentPurpose",
    skip->>'reason', skip->>'note', translate((skip->'shown')::text, '[]', '{}')::int[], (skip->>'skipped_at')::timestamptz
  FROM ${lines} CROSS JOIN LATERAL jsonb_array_elements(h."task"->'skips') skip
  JOIN import_assignment s ON s."id" = pg_temp.imported_id(skip->>'assignment_id', $1)`

/** Of tasks that had none: the newest holds, so an older one must not come behind a newer. */
const rulings = `
  WITH made AS (
    INSERT INTO "Adjudication" ("id", "projectId", "taskId", "positionA", "positionB", "criterion", "preference", "bothBad",
      "level", "reason", "adjudicatorId", "createdAt")
    SELECT gen_random_uuid(), $1, t."id", (j->>'position_a')::int, (j->>'position_b')::int, j->>'criterion',
      (j->>'preference')::"Preference", (j->>'both_bad')::boolean, (j->>'level')::int, j->>'reason',
      pg_temp.imported_id(j->>'adjudicator', $1), (j->>'ruled_at')::timestamptz
    FROM ${lines} CROSS JOIN LATERAL jsonb_array_elements(h."task"->'adjudications') j
    WHERE NOT EXISTS (SELECT FROM "Adjudication" o WHERE o."taskId" = t."id")
    RETURNING "taskId", "preference", "createdAt")
  UPDATE "Task" t SET "status" = 'RULED', "open" = false
  FROM (SELECT DISTINCT ON ("taskId") "taskId", "preference" FROM made ORDER BY "taskId", "createdAt" DESC) n
  WHERE t."id" = n."taskId" AND n."preference" IS NOT NULL AND t."status" = 'ACTIVE'`

const exclusions = `
  INSERT INTO "Exclusion" ("id", "projectId", "annotationId", "annotatorId", "fromAt", "untilAt", "reason", "reverses", "createdAt")
  SELECT DISTINCT ON (pg_temp.imported_id(e->>'exclusion_id', $1)) pg_temp.imported_id(e->>'exclusion_id', $1), $1,
    pg_temp.imported_id(e->>'annotation_id', $1), pg_temp.imported_id(e->>'annotator', $1), (e->>'from')::timestamptz,
    (e->>'until')::timestamptz, e->>'reason', pg_temp.imported_id(e->>'reverses', $1), (e->>'excluded_at')::timestamptz
  FROM import_history h CROSS JOIN LATERAL jsonb_array_elements(h."task"->'exclusions') e
  ORDER BY pg_temp.imported_id(e->>'exclusion_id', $1)
  ON CONFLICT ("id") DO NOTHING`
