import { db } from "@/server/data/db"

/**
 * Loads Prisma's engine and opens a connection, so that nobody's first request waits half a second for them.
 * A database that does not answer yet is no fault: whoever asks it next is told.
 */
export async function warmDb(): Promise<void> {
  await db()
    .project.findFirst({ select: { id: true } })
    .catch(() => null)
}
