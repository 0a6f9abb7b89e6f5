"use server"

import { redirect } from "next/navigation"
import { z } from "zod"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { enrolForScreening } from "@/server/data/screening/admin"
import { action } from "@/server/http/action"

/** Lets the person into the screening their project asks for, and leads there. */
export const takeScreening = action(
  { access: { project: "annotations:create" }, input: z.object({ slug: z.string() }) },
  async ({ access }): Promise<never> => {
    const { slug } = await enrolForScreening(requireAnnotator(access))
    redirect(`/annotate/${slug}`)
  },
)
