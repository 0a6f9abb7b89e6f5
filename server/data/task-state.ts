import type { TaskState } from "@/core/lists/task-query"
import { Prisma } from "@/prisma/client/client"

/** How far a task is, out of its stored counts. Alias `t` for "Task". */
export const taskState = Prisma.sql`CASE
  WHEN t."status" = 'REVIEW' THEN 'review'
  WHEN t."status" = 'RETIRED' THEN 'retired'
  WHEN t."status" = 'GOLD' THEN 'gold'
  WHEN t."status" = 'RULED' OR t."counted" >= t."overlap" THEN 'done'
  WHEN t."taken" > 0 THEN 'running'
  ELSE 'open' END`

/** The same as a condition. */
export const taskStateIs: Readonly<Record<TaskState, Prisma.Sql>> = {
  open: Prisma.sql`t."status" = 'ACTIVE' AND t."taken" = 0`,
  running: Prisma.sql`t."status" = 'ACTIVE' AND t."taken" > 0 AND t."counted" < t."overlap"`,
  // A ruling answers a task, however many votes it has.
  done: Prisma.sql`(t."status" = 'RULED' OR t."status" = 'ACTIVE' AND t."counted" >= t."overlap")`,
  review: Prisma.sql`t."status" = 'REVIEW'`,
  retired: Prisma.sql`t."status" = 'RETIRED'`,
  gold: Prisma.sql`t."status" = 'GOLD'`,
}
