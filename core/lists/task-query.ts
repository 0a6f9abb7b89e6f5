import { z } from "zod"

/** How far a task is, in the words of the interface. */
export const taskStates = ["open", "running", "done", "review", "retired", "gold"] as const
export type TaskState = (typeof taskStates)[number]

export const taskSorts = ["created", "prompt", "votes", "skips", "last"] as const
export type TaskSort = (typeof taskSorts)[number]

const text = z
  .string()
  .transform((value) => value.trim().slice(0, 200))
  .catch("")

/**
 * Filters, order and page of the task list. It is read from an address that anybody can type, so what
 * does not fit becomes the default instead of an error, and a sort key is one of a closed list.
 */
export const taskQuerySchema = z.object({
  q: text.default(""),
  state: z
    .enum(["all", ...taskStates])
    .catch("all")
    .default("all"),
  /** Counted annotations: 0, 1, 2, or 3 and more. */
  votes: z.enum(["any", "0", "1", "2", "3"]).catch("any").default("any"),
  /** Only tasks where counted answers differ. */
  differ: z.enum(["", "1"]).catch("").default(""),
  tag: text.default(""),
  /** Number of a round, or `none`. */
  round: z
    .string()
    .regex(/^(?:none|[1-9]\d{0,5})?$/)
    .catch("")
    .default(""),
  model: text.default(""),
  against: text.default(""),
  sort: z.enum(taskSorts).catch("created").default("created"),
  dir: z.enum(["asc", "desc"]).catch("asc").default("asc"),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
})
export type TaskQuery = z.infer<typeof taskQuerySchema>

export const taskQueryDefaults: TaskQuery = taskQuerySchema.parse({})
export const tasksPerPage = 50
