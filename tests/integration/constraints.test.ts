import { expect, test } from "vitest"
import { db } from "@/server/data/db"

test("the database is there and empty", async () => {
  expect(await db().user.count()).toBe(0)
})
