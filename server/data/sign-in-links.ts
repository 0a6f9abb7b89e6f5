import { DiptychError } from "@/core/errors"
import type { InstanceAccess } from "@/server/access"
import { writeAudit } from "@/server/data/audit"
import type { Db, Tx } from "@/server/data/db"
import { db } from "@/server/data/db"
import { toEmail } from "@/server/data/email"

export type SignInLinkState = "ready" | "used" | "expired" | "disabled"

/** Stores a link for a person who exists; the token itself never comes here. */
export async function insertSignInLink(
  access: InstanceAccess<"users:manage">,
  link: { readonly email: string; readonly tokenHash: string; readonly expiresAt: Date },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: toEmail(link.email) } })
    if (!user) {
      throw new DiptychError(
        "NOT_FOUND",
        `Nobody here has the address ${toEmail(link.email)}. Add the person first.`,
      )
    }
    if (user.disabledAt) throw new DiptychError("CONFLICT", `The account of ${user.email} is closed.`)
    const { tokenHash, expiresAt } = link
    const made = await tx.signInLink.create({ data: { userId: user.id, tokenHash, expiresAt } })
    await writeAudit(tx, {
      actor: access.actor,
      action: "sign-in-link:create",
      subjectType: "User",
      subjectId: user.id,
      after: { linkId: made.id, expiresAt: expiresAt.toISOString() },
    })
  })
}

// Below runs before there is an actor: the token is the proof.

/** What the link's page shows. Reading changes nothing: mail scanners open links. */
export async function findSignInLink(
  tokenHash: string,
  now: Date,
  client: Db | Tx = db(),
): Promise<{ state: SignInLinkState; email: string } | null> {
  const link = await client.signInLink.findUnique({
    where: { tokenHash },
    select: { usedAt: true, expiresAt: true, user: { select: { email: true, disabledAt: true } } },
  })
  if (!link) return null
  const { email, disabledAt } = link.user
  if (disabledAt) return { state: "disabled", email }
  if (link.usedAt) return { state: "used", email }
  return { state: link.expiresAt <= now ? "expired" : "ready", email }
}

/** One statement, so that a link signs in once at any concurrency. Returns whom, or undefined. */
export async function useUpSignInLink(tx: Tx, tokenHash: string): Promise<string | undefined> {
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    UPDATE "SignInLink" l SET "usedAt" = now() FROM "User" u
    WHERE l."tokenHash" = ${tokenHash} AND l."usedAt" IS NULL AND l."expiresAt" > now()
      AND u."id" = l."userId" AND u."disabledAt" IS NULL
    RETURNING l."userId"`
  return rows[0]?.userId
}
