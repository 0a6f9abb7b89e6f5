"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { answerQuestion } from "@/server/data/questions"
import { action } from "@/server/http/action"

const text = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .transform((value) => value.replaceAll("\0", "\ufffd").trim())

export const answerOne = action(
  {
    access: { project: "questions:answer" },
    input: z.object({
      slug: z.string(),
      id: z.uuid(),
      wording: text(4000).refine((value) => value !== "", "The question needs words."),
      answer: text(20_000).refine((value) => value !== "", "An answer needs words."),
    }),
  },
  async ({ access, input }) => {
    await answerQuestion(access, { id: input.id, wording: input.wording, answer: input.answer })
    revalidatePath(`/projects/${access.slug}/questions`)
  },
)

export const withdrawAnswer = action(
  { access: { project: "questions:answer" }, input: z.object({ slug: z.string(), id: z.uuid() }) },
  async ({ access, input }) => {
    await answerQuestion(access, { id: input.id, wording: "", answer: null })
    revalidatePath(`/projects/${access.slug}/questions`)
  },
)
