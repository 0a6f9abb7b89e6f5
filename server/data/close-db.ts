/** For programs that end: cli/ may close the database but not query it. */
export { closeDb } from "@/server/data/db"
