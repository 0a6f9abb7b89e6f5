"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { createWritingTasks, writingTasksMost } from "@/server/data/demonstrations/create-writing-tasks"
import { reviewDemonstration } from "@/server/demonstrations/review-demonstration"
import { action } from "@/server/http/action"

const text = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .transform((value) => value.replaceAll("\0", "\ufffd").replaceAll("\r\n", "\n"))

export const reviewText = action(
  {
    access: { project: "adjudications:create" },
    input: z.object({
      slug: z.string(),
      id: z.uuid(),
      seen: z.coerce.number().int().min(0),
      verdict: z.enum(["ACCEPT", "RETURN"]),
      answer: text(1_000_000),
      comment: text(4000)
        .default("")
        .transform((value) => value.trim()),
    }),
  },
  async ({ access, input: { id, seen, verdict, answer, comment } }) => {
    const done = await reviewDemonstration(access, { id, seen, verdict, answer, comment })
    revalidatePath(`/projects/${access.slug}/demonstrations`)
    return done
  },
)

export const askForTexts = action(
  {
    access: { project: "tasks:update" },
    input: z.object({
      slug: z.string(),
      count: z.coerce
        .number<string>()
        .int()
        .min(1)
        .max(writingTasksMost, `At most ${writingTasksMost} at once.`),
    }),
  },
  async ({ access, input }) => {
    const made = await createWritingTasks(access, input.count)
    revalidatePath(`/projects/${access.slug}`, "layout")
    return made
  },
)
