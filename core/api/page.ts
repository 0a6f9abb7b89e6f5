import { z } from "zod"
import { DiptychError } from "@/core/errors"

/** What every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: "Rows in one answer." }),
  cursor: z.string().max(200).optional().meta({ description: "`next` of the answer before." }),
}

/** What every list answers. */
export function pageOf<S extends z.ZodType>(row: S) {
  return z.strictObject({
    data: z.array(row),
    next: z.string().nullable().meta({ description: "Cursor of the next page; null at the end." }),
  })
}

/** Where a page begins: behind the row with this time and id. */
export type Position = { readonly at: string; readonly id: string }

const start: Position = { at: "-infinity", id: "00000000-0000-0000-0000-000000000000" }
const cursorForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** A cursor says nothing to clients; it is the time and id of the last row. */
export function parseCursor(cursor: string | undefined): Position {
  if (cursor === undefined) return start
  const match = cursorForm.exec(cursor)
  if (match?.[1] && match[2]) return { at: match[1], id: match[2] }
  throw foreignCursor()
}

export function foreignCursor(): DiptychError {
  return new DiptychError("INVALID_INPUT", "That cursor is none of ours. Use `next` of the answer before.", {
    fields: { cursor: ["not a cursor"] },
  })
}

/** Rows as asked for, one more than fits, become a page. */
export function toPage<R extends { readonly id: string; readonly createdAt: string }>(
  rows: readonly R[],
  limit: number,
): { data: R[]; next: string | null } {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, next: rows.length > limit && last ? `${last.createdAt}_${last.id}` : null }
}
