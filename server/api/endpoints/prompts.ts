import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { promptResource } from "@/core/api/resources"
import { DiptychError } from "@/core/errors"
import { promptFilterSchema, promptHas, promptSplits, promptStates, without } from "@/core/lists/prompt-query"
import { toTags } from "@/core/prompts/edit"
import { holdSteps } from "@/core/prompts/hold"
import { endpoint } from "@/server/api/endpoint"
import { findPrompt, listPrompts } from "@/server/data/api/prompt-list"
import { editPrompts } from "@/server/data/prompts/edit-prompts"
import { holdPrompts } from "@/server/data/prompts/hold-prompts"
import { streamPrompts } from "@/server/data/prompts/stream-prompts"
import { streamLines } from "@/server/http/stream-lines"

const slug = z.strictObject({ slug: z.string() })
const text = z.string().max(300).optional()
const word = z.string().trim().min(1).max(100).nullable().optional()

/** The filters of the page. A program that misspells one is told, where the page takes the default. */
const filterQuery = {
  q: text.meta({ description: "Words of any turn." }),
  useCase: text.meta({ description: `\`${without}\` = those without one; so for language, tag and user.` }),
  language: text,
  tag: text,
  user: text.meta({ description: "Source user." }),
  round: z
    .string()
    .regex(/^(?:none|[1-9]\d{0,5})$/, "expected the number of a round, or none")
    .optional()
    .meta({ description: "With completions of this round; with `has`, that is about the round alone." }),
  split: z.enum(promptSplits).optional(),
  has: z.enum(promptHas).optional(),
  state: z.enum(promptStates).optional().meta({ description: "`held`: for whatever reason." }),
}

/** What was checked by `filterQuery`, with the rest of the filter as nothing. */
const toFilter = (given: Readonly<Record<string, unknown>>) => promptFilterSchema.parse(given)

const tags = z.array(z.string().max(100)).max(50).default([])
const editBody = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(1000),
  useCase: word.meta({ description: "null = none; absent = as it is." }),
  language: word,
  addTags: tags,
  removeTags: tags,
})

export const promptEndpoints = [
  endpoint(
    {
      id: "listPrompts",
      method: "GET",
      path: "/projects/{slug}/prompts",
      tag: "prompts",
      summary: "Prompts, oldest first",
      about: "Prompts and completions come in by an import.",
      access: { project: "prompts:read" },
      params: slug,
      query: z.strictObject({ ...pageQuery, ...filterQuery }),
      status: 200,
      answer: pageOf(promptResource),
    },
    async ({ access, query: { cursor, limit, ...filter } }) =>
      toPage(
        await listPrompts(access, { after: parseCursor(cursor), limit, filter: toFilter(filter) }),
        limit,
      ),
  ),
  endpoint(
    {
      id: "exportPrompts",
      method: "GET",
      path: "/projects/{slug}/prompts/export",
      tag: "prompts",
      summary: "Prompts for the next step, as JSON lines",
      about:
        "What a policy answers for the next round: id, messages, use_case, language, split, tags. What is held back is left out unless `state` asks for it.",
      access: { project: "prompts:read" },
      params: slug,
      query: z.strictObject(filterQuery),
      status: 200,
      answer: "application/x-ndjson",
    },
    async ({ access, query }) =>
      streamLines(streamPrompts(access, toFilter(query)), {
        "content-type": "application/x-ndjson; charset=utf-8",
      }),
  ),
  endpoint(
    {
      id: "getPrompt",
      method: "GET",
      path: "/projects/{slug}/prompts/{id}",
      tag: "prompts",
      summary: "One prompt",
      access: { project: "prompts:read" },
      params: slug.extend({ id: z.uuid() }),
      status: 200,
      answer: promptResource,
    },
    async ({ access, params }) => {
      const found = await findPrompt(access, params.id)
      if (!found) throw new DiptychError("NOT_FOUND", "There is no such prompt in this project.")
      return found
    },
  ),
  endpoint(
    {
      id: "editPrompts",
      method: "POST",
      path: "/projects/{slug}/prompts/edit",
      tag: "prompts",
      summary: "Change the use case, language or tags of prompts",
      about: "All or nothing. Exports made before can still be made again to the byte.",
      access: { project: "prompts:update" },
      params: slug,
      body: editBody,
      status: 200,
      answer: z.strictObject({ prompts: z.int(), changed: z.int() }),
    },
    async ({ access, body: { ids, useCase, language, addTags, removeTags } }) =>
      editPrompts(
        access,
        { ids },
        { useCase, language, addTags: toTags(addTags), removeTags: toTags(removeTags) },
      ),
  ),
  endpoint(
    {
      id: "holdPrompts",
      method: "POST",
      path: "/projects/{slug}/prompts/hold",
      tag: "prompts",
      summary: "Hold prompts back, or release them",
      about: "The tasks of a prompt that is held back are given to nobody. Nothing is deleted.",
      access: { project: "prompts:update" },
      params: slug,
      body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(1000), step: z.enum(holdSteps) }),
      status: 200,
      answer: z.strictObject({
        changed: z.int().meta({ description: "Prompts." }),
        tasks: z.int().meta({ description: "Tasks that wait since now." }),
      }),
    },
    async ({ access, body: { ids, step } }) => holdPrompts(access, step, { ids }),
  ),
] as const
