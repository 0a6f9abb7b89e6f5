import { expect, test } from "vitest"
import { pool } from "@/server/data/db"
import { importInto, jsonl, newProject, writeSource } from "@/tests/support/import-fixture"

test("preferences by criterion, ratings and trees are stored with their texts, once", async () => {
  const slug = await newProject({ pairing: "as-imported" })
  const safe = {
    prompt: "Sky?",
    response_0: "Blue.",
    response_1: "Green.",
    is_response_0_safe: true,
    better_response_id: 0,
    safer_response_id: 1,
  }
  const message = (message_id: string, parent_id: string | null, text: string, rank: number | null) => ({
    message_id,
    parent_id,
    message_tree_id: "t",
    role: parent_id === null ? "prompter" : "assistant",
    text,
    rank,
  })
  const files = [
    writeSource("safe.jsonl", jsonl(safe)),
    writeSource(
      "tree.jsonl",
      jsonl(message("1", null, "Sea?", null), message("2", "1", "Wet.", 1), message("3", "1", "Dry.", 0)),
    ),
  ]
  const first = await importInto(slug, files)
  expect(first).toMatchObject({
    prompts: { added: 2 },
    completions: { added: 4 },
    labels: { added: 3 },
    tasks: { added: 2 },
    files: [
      { shape: "safe-rlhf", unmappedColumns: [] },
      { shape: "oasst-messages", rows: 3 },
    ],
  })
  expect(await importInto(slug, files)).toMatchObject({ labels: { added: 0, existing: 3 } })
  const { rows } = await pool().query<{
    better: string
    criterion: string
    params: unknown
    tree: string | null
  }>(
    `SELECT CASE l."preference" WHEN 'A' THEN a."messages" ELSE b."messages" END->0->>'content' AS "better",
       l."criterion", a."params", p."conversationId" AS "tree"
     FROM "ImportedLabel" l JOIN "Project" j ON j."id" = l."projectId" JOIN "Prompt" p ON p."id" = l."promptId"
     JOIN "Completion" a ON a."id" = l."completionAId" JOIN "Completion" b ON b."id" = l."completionBId"
     WHERE j."slug" = $1 ORDER BY l."criterion"`,
    [slug],
  )
  expect(rows.map(({ better, criterion, tree }) => [criterion, better, tree])).toEqual([
    ["helpfulness", "Blue.", null],
    ["overall", "Dry.", "t"],
    ["safety", "Green.", null],
  ])
  const rated = await pool().query(
    `SELECT 1 FROM "Completion" c JOIN "Project" j ON j."id" = c."projectId"
     WHERE j."slug" = $1 AND c."params" = '{"ratings": {"safe": 1}}'`,
    [slug],
  )
  expect(rated.rowCount).toBe(1)
})
