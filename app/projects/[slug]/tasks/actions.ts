"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { taskQuerySchema } from "@/core/lists/task-query"
import { toSingleValues } from "@/core/lists/query-string"
import { taskAssignmentSchema } from "@/core/queue/task-assignment"
import { assignTasks } from "@/server/data/assign-tasks"
import { action } from "@/server/http/action"

export const assignFilteredTasks = action(
  {
    access: { project: ["tasks:update", "tasks:read", "results:read"] },
    // The filter as it stands in the address of the list.
    input: z.object({ slug: z.string(), filter: z.string().max(4000) }).and(taskAssignmentSchema),
  },
  async ({ access, input: { slug: _slug, filter, ...change } }) => {
    const query = taskQuerySchema.parse(toSingleValues(Object.fromEntries(new URLSearchParams(filter))))
    const outcome = await assignTasks(access, query, change)
    revalidatePath(`/projects/${access.slug}/tasks`)
    return outcome
  },
)
