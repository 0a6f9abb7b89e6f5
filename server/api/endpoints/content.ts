import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { annotationResource, completionResource, taskResource } from "@/core/api/resources"
import { DiptychError } from "@/core/errors"
import { endpoint } from "@/server/api/endpoint"
import { findTask, listAnnotations, listCompletions, listTasks } from "@/server/data/api/lists"

const slug = z.strictObject({ slug: z.string() })
const one = slug.extend({ id: z.uuid() })
const noSuch = (what: string) => new DiptychError("NOT_FOUND", `There is no such ${what} in this project.`)

export const contentEndpoints = [
  endpoint(
    {
      id: "listCompletions",
      method: "GET",
      path: "/projects/{slug}/completions",
      tag: "completions",
      summary: "Completions, oldest first",
      access: { project: "prompts:read" },
      params: slug,
      query: z.strictObject({
        ...pageQuery,
        promptId: z.uuid().optional().meta({ description: "Only those of one prompt." }),
      }),
      status: 200,
      answer: pageOf(completionResource),
    },
    async ({ access, query: { cursor, limit, promptId } }) =>
      toPage(
        await listCompletions(access, { after: parseCursor(cursor), limit, promptId: promptId ?? null }),
        limit,
      ),
  ),
  endpoint(
    {
      id: "listTasks",
      method: "GET",
      path: "/projects/{slug}/tasks",
      tag: "tasks",
      summary: "Tasks, oldest first",
      access: { project: "tasks:read" },
      params: slug,
      query: z.strictObject({
        ...pageQuery,
        status: z
          .string()
          .max(20)
          .optional()
          .meta({ description: "Only those in this state, e.g. `ACTIVE`." }),
      }),
      status: 200,
      answer: pageOf(taskResource),
    },
    async ({ access, query: { cursor, limit, status } }) =>
      toPage(await listTasks(access, { after: parseCursor(cursor), limit, status: status ?? null }), limit),
  ),
  endpoint(
    {
      id: "getTask",
      method: "GET",
      path: "/projects/{slug}/tasks/{id}",
      tag: "tasks",
      summary: "One task",
      access: { project: "tasks:read" },
      params: one,
      status: 200,
      answer: taskResource,
    },
    async ({ access, params }) => {
      const found = await findTask(access, params.id)
      if (!found) throw noSuch("task")
      return found
    },
  ),
  endpoint(
    {
      id: "listAnnotations",
      method: "GET",
      path: "/projects/{slug}/annotations",
      tag: "annotations",
      summary: "Annotations, every revision, oldest first",
      about: "For training data make an export: it has the rules, a snapshot and a manifest.",
      access: { project: "annotations:read" },
      params: slug,
      query: z.strictObject({
        ...pageQuery,
        taskId: z.uuid().optional().meta({ description: "Only those of one task." }),
      }),
      status: 200,
      answer: pageOf(annotationResource),
    },
    async ({ access, query: { cursor, limit, taskId } }) =>
      toPage(
        await listAnnotations(access, { after: parseCursor(cursor), limit, taskId: taskId ?? null }),
        limit,
      ),
  ),
] as const
