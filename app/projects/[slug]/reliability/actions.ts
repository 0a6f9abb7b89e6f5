"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { previewExclusion, reopenTasks, reverseExclusion } from "@/server/data/reliability/exclusions"
import { pauseMember } from "@/server/data/reliability/pause-member"
import { action } from "@/server/http/action"
import { excludePerson } from "@/server/reliability/exclude-person"

const person = { slug: z.string(), userId: z.uuid() }
const reason = z.string().trim().min(1, "Say why, in a few words.").max(500, "At most 500 characters.")
/** The beginning of a day in UTC, or everything. */
const from = z
  .union([z.literal(""), z.iso.date("Choose a day.")])
  .optional()
  .transform((day) => (day ? new Date(`${day}T00:00:00.000Z`) : null))
const ticked = z
  .literal("on")
  .optional()
  .transform((value) => value === "on")

export const pausePerson = action(
  {
    access: { project: "members:update" },
    input: z.object({ ...person, reason, paused: z.enum(["yes", "no"]) }),
  },
  async ({ access, input: { userId, reason, paused } }) => {
    const done = await pauseMember(access, userId, { paused: paused === "yes", reason })
    revalidatePath(`/projects/${access.slug}/reliability`, "layout")
    return done
  },
)

export const previewExclude = action(
  { access: { project: "annotations:exclude" }, input: z.object({ ...person, from }) },
  ({ access, input }) => previewExclusion(access, input.userId, input.from),
)

export const exclude = action(
  {
    access: { project: ["annotations:exclude", "members:update"] },
    input: z.object({ ...person, from, reason, reopen: ticked, pause: ticked }),
  },
  async ({ access, input: { userId, from, ...wish } }) => {
    const done = await excludePerson(access, userId, { ...wish, fromAt: from })
    revalidatePath(`/projects/${access.slug}/reliability`, "layout")
    return done
  },
)

export const bringBack = action(
  { access: { project: "annotations:exclude" }, input: z.object({ ...person, id: z.uuid(), reason }) },
  async ({ access, input }) => {
    const done = await reverseExclusion(access, input.id, input.reason)
    revalidatePath(`/projects/${access.slug}/reliability`, "layout")
    return done
  },
)

export const reopen = action(
  { access: { project: "annotations:exclude" }, input: z.object(person) },
  async ({ access, input }) => {
    const done = await reopenTasks(access, input.userId)
    revalidatePath(`/projects/${access.slug}/reliability`, "layout")
    return done
  },
)
