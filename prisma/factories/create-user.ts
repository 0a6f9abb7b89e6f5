import type { InstanceRole } from "@/core/permissions"
import { nextNumber } from "@/prisma/factories/counter"
import { db } from "@/server/data/db"

export async function createUser(wish: { name?: string; email?: string; role?: InstanceRole } = {}) {
  const n = nextNumber()
  return db().user.create({
    data: {
      name: wish.name ?? `Person ${n}`,
      email: wish.email ?? `person-${n}-${process.pid}@example.test`,
      role: wish.role ?? "MEMBER",
    },
  })
}
