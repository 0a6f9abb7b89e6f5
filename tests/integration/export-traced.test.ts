import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import type { Preference } from "@/prisma/client/client"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { exportToFolder } from "@/server/export/export-to-folder"

type Answer = {
  preference: Preference
  level: number
  swapped: boolean
  fate: "kept" | "undone" | "corrected" | "surplus"
}

const answers = fc.array(
  fc.record<Answer>({
    preference: fc.constantFrom("A", "B", "TIE"),
    level: fc.integer({ min: 1, max: 3 }),
    swapped: fc.boolean(),
    fate: fc.constantFrom("kept", "kept", "kept", "undone", "corrected", "surplus"),
  }),
  { minLength: 0, maxLength: 5 },
)

const opposite = { A: "B", B: "A", TIE: "TIE" } as const

/** What the rules say, written down a second time and as plainly as possible. */
function expected(list: readonly Answer[]): Preference | null {
  const votes = list
    .filter(({ fate }) => fate === "kept" || fate === "corrected")
    .map(({ preference, level, fate }) => ({
      preference: fate === "corrected" ? opposite[preference] : preference,
      level,
    }))
  for (const side of ["A", "B"] as const) {
    const own = votes.filter(({ preference }) => preference === side)
    const against = votes.filter(({ preference }) => preference === opposite[side])
    const sum = (levels: readonly { level: number }[]) =>
      levels.reduce((total, { level }) => total + level, 0)
    if (own.length > votes.length / 2) return sum(own) > sum(against) ? side : null
  }
  return null
}

test("every row is what the annotations said, every other pair is counted, sides change nothing", async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => createUser()))
  const root = await mkdtemp(join(tmpdir(), "diptych-traced-"))
  await fc.assert(
    fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 6 }), async (tasks) => {
      const project = await createProject()
      const should = new Map<string, string | null>()
      let judged = 0
      for (const list of tasks) {
        const { prompt, task, completions } = await createPair(project)
        for (const [i, answer] of list.entries()) {
          const person = people[i]
          if (!person) throw new Error("five people")
          const shown = answer.swapped ? [1, 0] : [0, 1]
          const { preference, level } = answer
          const status = answer.fate === "surplus" ? "SURPLUS" : "ACCEPTED"
          const first = await createAnnotation(project, task, person, { preference, level, shown, status })
          const revises = { assignmentId: first.assignmentId, revision: 1 }
          if (answer.fate === "undone")
            await createAnnotation(project, task, person, { status: "WITHDRAWN", revises })
          if (answer.fate === "corrected") {
            await createAnnotation(project, task, person, {
              preference: opposite[preference],
              level,
              shown,
              revises,
            })
          }
        }
        if (list.length > 0) judged++
        const winner = expected(list)
        const better = winner === "A" ? task.completions[0] : winner === "B" ? task.completions[1] : undefined
        const text = completions.find((completion) => completion.id === better?.id)?.messages
        should.set(prompt.hash, text ? JSON.stringify(text) : null)
      }
      const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
      const folder = join(root, project.slug)
      const { manifest } = await exportToFolder(
        access,
        { format: "preference", settings: { testShare: 0 } },
        folder,
      )
      const found = new Map<string, string>()
      const data = manifest.files.find((file) => file.rows !== undefined)
      const lines = data ? (await readFile(join(folder, data.path), "utf8")).trimEnd().split("\n") : []
      for (const line of lines) {
        const row: { prompt_hash: string; chosen: unknown[]; rejected: unknown[] } = JSON.parse(line)
        expect(found.has(row.prompt_hash)).toBe(false)
        found.set(row.prompt_hash, JSON.stringify(row.chosen.slice(1)))
        expect(row.chosen[0]).toEqual(row.rejected[0])
        expect(row.chosen[1]).not.toEqual(row.rejected[1])
      }
      const wanted = [...should].filter(([, text]) => text !== null)
      expect(found).toEqual(new Map(wanted))
      const skipped = Object.values(manifest.counts.skipped).reduce((sum, n) => sum + n, 0)
      expect(found.size + skipped).toBe(judged)
    }),
    { numRuns: 12 },
  )
  await rm(root, { recursive: true, force: true })
})
