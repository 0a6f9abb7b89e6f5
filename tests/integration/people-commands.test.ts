import { expect, test } from "vitest"
import { signInLinkCommand } from "@/cli/commands/sign-in-link"
import { userAddCommand } from "@/cli/commands/user-add"
import { createProject } from "@/prisma/factories/create-project"
import { getActor } from "@/server/auth/get-actor"
import { db } from "@/server/data/db"
import { forgetEnv } from "@/server/env"
import { signInAs } from "@/tests/support/sign-in"

const run = async (
  command: typeof userAddCommand,
  positionals: string[],
  values: Record<string, string> = {},
) => command.run({ positionals, values, say: () => {}, signal: new AbortController().signal })

test("user add makes a person in the instance, or in a project, once", async () => {
  expect(await run(userAddCommand, ["Olga@Example.test"], { role: "owner", name: "Olga" })).toEqual({
    json: { email: "olga@example.test", role: "OWNER", project: null, added: true },
    text: "olga@example.test is now OWNER in this instance.",
  })
  const { slug, id } = await createProject()
  const inProject = { role: "ANNOTATOR", project: slug }
  expect((await run(userAddCommand, ["ann@example.test"], inProject)).json).toMatchObject({ added: true })
  expect((await run(userAddCommand, ["ann@example.test"], inProject)).json).toMatchObject({ added: false })
  expect(await db().membership.findMany({ where: { projectId: id } })).toMatchObject([{ role: "ANNOTATOR" }])
  const events = await db().auditEvent.findMany({ where: { projectId: id } })
  expect(events).toMatchObject([{ actorKind: "cli", action: "membership:create" }])
})

test("user add refuses what it cannot do, by code", async () => {
  const { slug } = await createProject()
  await expect(run(userAddCommand, ["a@b.test"], { role: "ANNOTATOR" })).rejects.toThrow(
    /--role OWNER \| MEMBER/,
  )
  await expect(run(userAddCommand, ["a@b.test"], { role: "MEMBER", project: slug })).rejects.toThrow(/--role/)
  await expect(run(userAddCommand, [], { role: "MEMBER" })).rejects.toThrow(/EMAIL/)
  await expect(run(userAddCommand, ["a@b.test"], { role: "ADMIN", project: "none" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  })
  expect(await db().user.count({ where: { email: "a@b.test" } })).toBe(0)
})

test("sign-in-link prints an address that signs in, and nothing else", async () => {
  await run(userAddCommand, ["lin@example.test"], { role: "MEMBER" })
  process.env.DIPTYCH_URL = "https://labels.example/"
  forgetEnv()
  const { text } = await run(signInLinkCommand, ["lin@example.test"])
  delete process.env.DIPTYCH_URL
  forgetEnv()
  expect(text).toMatch(/^https:\/\/labels\.example\/link\/[\w-]{43}$/)
  const headers = await signInAs("link", { token: text.split("/").at(-1) ?? "" })
  const { id } = await db().user.findUniqueOrThrow({ where: { email: "lin@example.test" } })
  expect(await getActor(headers)).toMatchObject({ userId: id })
})
