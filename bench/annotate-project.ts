import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { encode } from "next-auth/jwt"
import { db } from "@/server/data/db"
import { env } from "@/server/env"

/** A project of long Markdown pairs with one annotator in it, and the cookie that signs them in. */
export async function makeAnnotateProject(slug: string, folder: string, prompts: number) {
  const file = join(folder, "prompts.jsonl")
  writeFileSync(file, Array.from({ length: prompts }, (_, n) => JSON.stringify(longRow(n))).join("\n"))
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ["--import", "tsx", "cli/main.ts", ...args], { stdio: "pipe" })
  run("project", "create", slug, "--name", "Bench", "--preset", "arena", "--pairing", "all")
  run("import", file, "--project", slug)
  const project = await db().project.update({ where: { slug }, data: { leaseAhead: 20 } })
  const user = await db().user.create({
    data: {
      email: `${slug}@bench.example`,
      memberships: { create: { projectId: project.id, role: "ANNOTATOR", ringPoint: 0 } },
    },
  })
  const session = await db().session.create({
    data: { userId: user.id, expiresAt: new Date(Date.now() + 3_600_000) },
  })
  const value = await encode({ token: { sid: session.id }, secret: env().DIPTYCH_SECRET })
  return { name: "diptych.session", value, domain: "127.0.0.1", path: "/", httpOnly: true }
}

/** About a thousand words a side, with what makes layout work: headings, lists, code, a table, formulas. */
function longRow(n: number) {
  const part = (model: string, p: number) =>
    [
      `## Part ${p} of answer ${n} by ${model === "one" ? "this" : "that"} writer`,
      "A paragraph of **several** sentences with `code`, [a word](https://example.org) and more. ".repeat(4),
      "- first of a list\n- second, with *emphasis*\n- third, that is longer than the others and wraps",
      "```python\ndef step(value: int) -> int:\n    # what it does\n    return value * 2 + 1\n```",
      "| name | value |\n| --- | --- |\n| a | 1 |\n| b | 2 |",
      "The sum is $\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}$ as shown.",
    ].join("\n\n")
  return {
    prompt: `Question ${n}: explain the matter at length, with code, a table and formulas.`,
    completions: ["one", "two"].map((model) => ({
      model,
      completion: Array.from({ length: 8 }, (_, p) => part(model, p)).join("\n\n"),
    })),
  }
}
