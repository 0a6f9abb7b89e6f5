import { beforeAll, describe, expect, it } from "vitest"
import { pool } from "@/server/data/db"
import { plantRow } from "@/tests/support/plant-row"

/** A valid row per table that has rules. */
const rows: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Adjudication: { preference: "'A'", level: "1" },
  Annotation: { revision: "1" },
  ApiCall: {},
  AnnotationSeal: { textSalt: "'planted'" },
  Assignment: { state: "'LEASED'", purpose: "'LABEL'", holdsSlot: "true" },
  AuditEvent: {},
  CohortChange: {},
  Comparison: { positionA: "0", positionB: "1", preference: "'A'", level: "1" },
  ContestedPair: {
    positionA: "0",
    positionB: "1",
    reasons: `'{SPLIT}'::"ContestReason"[]`,
    posterior: "0.5",
    votes: "2",
  },
  Completion: {},
  ConsentAnswer: {},
  ConsentText: {},
  DemographicAnswer: {},
  DemographicQuestion: { choices: "'{a,b}'" },
  Demonstration: { promptMessages: "NULL", promptKind: "NULL" },
  DemonstrationReview: { verdict: "'ACCEPT'", messages: "NULL" },
  DuplicateEntry: { place: "1", likePlace: "0" },
  Exclusion: { annotatorId: "gen_random_uuid()" },
  Flag: {},
  Gold: { preference: "'A'" },
  Guideline: {},
  ImportedLabel: { preference: "'A'" },
  Invitation: {},
  LeakPhrase: {},
  Membership: {},
  OutboxReceipt: {},
  Placement: { rank: "1" },
  Project: { slug: "'planted'", overlap: "2", pairing: "'BALANCED'", pairingN: "3", pairingModelKey: "NULL" },
  Prompt: {},
  PromptChange: {},
  PromptSplit: { split: "'train'" },
  ProtocolVersion: { maxLevel: "3" },
  Question: { text: "'Why?'" },
  QuestionAnswer: { wording: "'Why?'", answer: "'So.'" },
  Rating: {},
  ScreeningGrade: {},
  ScreeningResult: {},
  RollupFact: { day: "'2026-01-01'" },
  RollupPack: { day: "'2026-01-01'" },
  RollupUnit: { day: "'2026-01-01'" },
  Round: {},
  Skip: {},
  Task: { kind: "'PAIRWISE'", k: "2", overlap: "2", taken: "1", counted: "1", remaining: "1", open: "true" },
  TextMask: {},
  Webhook: { events: "'{*}'" },
  WebhookDelivery: {},
  User: { email: "'someone@example.org'" },
}

/** Each CHECK with changes that it must refuse: constraint → SQL after SET. */
const breaches: Readonly<Record<string, readonly string[]>> = {
  Adjudication_both_bad: [`"bothBad" = true`],
  Adjudication_level: [`"preference" = 'TIE'`],
  Adjudication_order: [`"positionB" = "positionA"`, `"positionA" = 2, "positionB" = 1`],
  AnnotationSeal_whole: [`"seq" = 1`, `"erasedAt" = now()`, `"facts" = 'x'`],
  Annotation_confidence: [`"confidence" = 0`, `"confidence" = 10`],
  Annotation_key: [`"idempotencyKey" = 'short'`, `"idempotencyKey" = repeat('x', 65)`],
  Annotation_revision: [`"revision" = 0`],
  ApiCall_answered: [`"status" = 200`, `"body" = ''`],
  Assignment_closed: [`"closedAt" = now()`, `"state" = 'EXPIRED', "holdsSlot" = false`],
  Assignment_skip: [
    `"skipReason" = 'unclear'`,
    `"state" = 'SKIPPED', "closedAt" = now(), "holdsSlot" = false, "skipReason" = NULL`,
  ],
  Assignment_slot: [`"purpose" = 'REPEAT'`, `"state" = 'EXPIRED', "closedAt" = now()`],
  Comparison_both_bad: [`"bothBad" = true`],
  Comparison_level: [`"level" = NULL`, `"preference" = 'TIE'`],
  Comparison_level_range: [`"level" = 0`, `"level" = 10`],
  Comparison_order: [`"positionB" = "positionA"`, `"positionA" = 2`],
  ConsentText_version: [`"version" = 0`],
  ContestedPair_order: [`"positionB" = "positionA"`, `"positionA" = 2`],
  ContestedPair_posterior: [`"posterior" = 0`, `"posterior" = 1.1`],
  ContestedPair_reasons: [`"reasons" = '{}'`],
  ContestedPair_votes: [`"votes" = 1`],
  DemographicAnswer_choice: [`"choice" = 30`, `"choice" = -1`],
  DemographicQuestion_choices: [`"choices" = '{a}'`, `"choices" = '{a,NULL}'`],
  DuplicateEntry_first: [`"likePlace" = NULL`, `"likePlace" = 1`, `"place" = 0`],
  Exclusion_subject: [`"annotationId" = gen_random_uuid()`, `"annotatorId" = NULL`],
  Demonstration_kind_of_prompt: [`"promptKind" = 'plain'`],
  Demonstration_pasted: [`"pastedChars" = -1`],
  DemonstrationReview_edit: [`"verdict" = 'EDIT'`, `"messages" = '[]'`],
  Flag_span: [`"spanStart" = 1`, `"spanEnd" = 1`, `"spanStart" = 3, "spanEnd" = 3`],
  Gold_answer: [`"preference" = NULL`],
  Gold_both_bad: [`"bothBad" = true`],
  ImportedLabel_both_bad: [`"bothBad" = true`],
  ImportedLabel_level: [`"preference" = 'TIE', "level" = 1`],
  ImportedLabel_level_range: [`"level" = 0`, `"level" = 10`],
  ImportedLabel_pair: [`"completionAId" = "completionBId"`],
  Instance_one: [`"id" = 2`],
  Invitation_project: [`"projectId" = gen_random_uuid()`, `"projectRole" = 'ANNOTATOR'`],
  LeakPhrase_form: [`"phrase" = ' padded'`, `"phrase" = 'x'`, `"phrase" = repeat('x', 101)`],
  Placement_rank: [`"rank" = 0`],
  Membership_served: [`"served" = -1`],
  Project_adaptive_cap: [
    `"adaptiveCap" = 1, "adaptiveTarget" = 0.9`,
    `"adaptiveCap" = 101, "adaptiveTarget" = 0.9`,
  ],
  Project_adaptive: [
    `"adaptiveCap" = 5`,
    `"adaptiveTarget" = 0.9`,
    `"adaptiveCap" = 5, "adaptiveTarget" = 0.5`,
    `"adaptiveCap" = 5, "adaptiveTarget" = 1`,
  ],
  Project_contested_below: [`"contestedBelow" = -0.1`, `"contestedBelow" = 1.1`],
  Project_lease_ahead: [`"leaseAhead" = 0`, `"leaseAhead" = 201`],
  Project_overlap: [`"overlap" = 0`, `"overlap" = 101`],
  Project_pairing: [
    `"pairingN" = NULL`,
    `"pairingN" = 0`,
    `"pairingModelKey" = 'm'`,
    `"pairing" = 'KWISE', "pairingN" = NULL`,
    `"pairing" = 'KWISE', "pairingN" = 2`,
    `"pairing" = 'KWISE', "pairingN" = 10`,
    `"pairing" = 'AGAINST'`,
    `"pairing" = 'ALL'`,
  ],
  Project_requires: [`"requiresId" = "id"`],
  Project_shares: [`"doubleShare" = 101`, `"goldRate" = -1`, `"repeatRate" = 101`],
  Project_slug: [`"slug" = 'With Space'`, `"slug" = '-a'`, `"slug" = ''`, `"slug" = repeat('a', 65)`],
  Project_split: [`"splitTest" = -1`, `"splitTest" = 101`, `"splitTest" = 60, "splitValidation" = 50`],
  Project_userCap: [`"userCap" = 0`, `"userCap" = 1000001`],
  Prompt_heldBack: [`"heldBack" = 'dull'`],
  Prompt_released: [`"released" = true, "heldBack" = 'cap'`],
  PromptSplit_known: [`"split" = 'dev'`],
  ProtocolVersion_level: [`"maxLevel" = 0`, `"maxLevel" = 10`],
  QuestionAnswer_answer: [`"answer" = ' '`],
  QuestionAnswer_wording: [`"wording" = ''`],
  Question_text: [`"text" = ' '`],
  ScreeningGrade_attempt: [`"attempt" = 0`],
  ScreeningResult_attempt: [`"attempt" = 0`],
  RollupFact_order: [`"second" = "first" - 1`],
  RollupFact_outcome: [
    `"outcome" = 2`,
    `"side" = -2`,
    `"length" = 3`,
    `"outcome" = 0`,
    `"level" = 0`,
    `"bad" = true`,
  ],
  RollupPack_kind: [`"kind" = 0`, `"kind" = 4`],
  RollupUnit_votes: [`"a" = 0, "tie" = 0`],
  Round_closed_check: [`"active" = true, "closedAt" = now()`],
  Task_heldFrom: [`"heldFrom" = 'GOLD'`],
  Task_kind_k: [`"k" = 3`, `"kind" = 'RANKING'`, `"kind" = 'RANKING', "k" = 10`, `"kind" = 'RATING'`],
  Task_lower_to: [`"lowerTo" = 2`, `"lowerTo" = 0`],
  Task_open: [`"open" = false`, `"status" = 'RETIRED'`],
  Task_own_overlap: [`"ownOverlap" = 0`, `"ownOverlap" = 101`],
  Task_remaining: [`"remaining" = 2`],
  Task_slots: [`"taken" = 3, "remaining" = -1, "open" = false`, `"counted" = 2`, `"counted" = -1`],
  Webhook_events: [`"events" = '{}'`],
  WebhookDelivery_finished: [`"finishedAt" = now()`, `"status" = 'FAILED'`],
  User_email: [`"email" = 'Someone@example.org'`, `"email" = ' a@b.c'`, `"email" = 'nobody'`],
  Prompt_import_place: [
    `"importFile" = 0`,
    `"importFile" = 0, "importLine" = 0`,
    `"importFile" = -1, "importLine" = 1`,
  ],
  Completion_import_place: [
    `"importFile" = 0`,
    `"importFile" = 0, "importLine" = 0`,
    `"importFile" = -1, "importLine" = 1`,
  ],
  ImportedLabel_import_place: [
    `"importFile" = 0`,
    `"importFile" = 0, "importLine" = 0`,
    `"importFile" = -1, "importLine" = 1`,
  ],
}

/** Tables whose rows are never changed. */
const appendOnly =
  "Adjudication Annotation AuditEvent CohortChange Comparison ConsentAnswer ConsentText Demonstration DemonstrationReview Exclusion Flag Guideline ImportedLabel OutboxReceipt Placement PromptChange PromptSplit ProtocolVersion Question QuestionAnswer Rating ScreeningGrade ScreeningResult Skip TextMask".split(
    " ",
  )

/** Runs a statement in a transaction that is rolled back; how PostgreSQL refused it, if it did. */
async function attempt(statement: string, erasing = false) {
  const client = await pool().connect()
  try {
    await client.query("BEGIN")
    if (erasing) await client.query("SET LOCAL diptych.erasing = 'on'")
    const { rowCount } = await client.query(statement)
    return { code: "done", constraint: null, rowCount }
  } catch (error) {
    const { code, constraint, table } = error as { code?: string; constraint?: string; table?: string }
    return { code, constraint, table }
  } finally {
    await client.query("ROLLBACK")
    client.release()
  }
}

const tableOf = (constraint: string) => constraint.slice(0, constraint.indexOf("_"))

beforeAll(async () => {
  for (const [table, values] of Object.entries(rows)) await plantRow(pool(), table, values)
})

describe("CHECK", () => {
  it("is broken below for every one there is", async () => {
    const { rows: found } = await pool().query<{ conname: string }>(
      `SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY conname`,
    )
    expect(found.map((row) => row.conname).toSorted()).toEqual(Object.keys(breaches).toSorted())
  })

  const cases = Object.entries(breaches).flatMap(([name, sets]) => sets.map((set) => [name, set] as const))
  it.each(cases)("%s refuses %s", async (name, set) => {
    const refused = await attempt(`UPDATE "${tableOf(name)}" SET ${set}`, true)
    expect(refused).toMatchObject({ code: "23514", constraint: name })
  })
})

describe("append-only", () => {
  it("is broken below for every table that is", async () => {
    const { rows: found } = await pool().query<{ relname: string }>(
      `SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'append_only'`,
    )
    expect(found.map((row) => row.relname).toSorted()).toEqual(appendOnly.toSorted())
  })

  it.each(appendOnly)("%s refuses a change and a removal", async (table) => {
    const column = table === "AuditEvent" ? "action" : await anyColumn(table)
    const change = `UPDATE "${table}" SET "${column}" = "${column}"`
    expect((await attempt(change)).code).toBe(table === "AuditEvent" ? "done" : "23001")
    expect((await attempt(`DELETE FROM "${table}"`)).code).toBe("23001")
    // Erasure says so in its transaction. The audit log knows no erasure.
    if (table !== "AuditEvent") expect((await attempt(change, true)).code).toBe("done")
    expect((await attempt(`DELETE FROM "${table}"`, true)).code).toBe(
      table === "AuditEvent" ? "23001" : "done",
    )
  })

  it("a seal is filled in once, and then only its salt can go, by erasure", async () => {
    const fill = `UPDATE "AnnotationSeal" SET "seq" = 1, "hash" = 'h', "sealedXid" = 1, "facts" = 'f', "texts" = 't'`
    expect((await attempt(fill)).code).toBe("done")
    const then = (statement: string) => `DO $$ BEGIN ${fill}; ${statement}; END $$`
    const erase = `UPDATE "AnnotationSeal" SET "textSalt" = NULL, "erasedAt" = now()`
    for (const change of [fill, `DELETE FROM "AnnotationSeal"`, erase]) {
      expect((await attempt(then(change))).code).toBe("23001")
    }
    expect((await attempt(then(erase), true)).code).toBe("done")
    expect((await attempt(then(`${erase}, "facts" = 'x'`), true)).code).toBe("23001")
    expect((await attempt(then(`DELETE FROM "AnnotationSeal"`), true)).code).toBe("23001")
  })

  it("an audit row can be sealed once and not be rewritten", async () => {
    expect((await attempt(`UPDATE "AuditEvent" SET "action" = 'project:forged'`)).code).toBe("23001")
    expect((await attempt(`UPDATE "AuditEvent" SET "sealSeq" = 1, "sealHash" = 'x'`)).code).toBe("done")
    const again = `DO $$ BEGIN
      UPDATE "AuditEvent" SET "sealSeq" = 1, "sealHash" = 'x'; UPDATE "AuditEvent" SET "sealHash" = 'y'; END $$`
    expect((await attempt(again)).code).toBe("23001")
  })
})

async function anyColumn(table: string): Promise<string> {
  const { rows: found } = await pool().query<{ attname: string }>(
    `SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1`,
    [`"${table}"`],
  )
  return found[0]?.attname ?? ""
}
