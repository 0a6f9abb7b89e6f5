import { IDLE_LIMIT, renewedUntil } from "@/core/annotate/lease"
import type { RenewRequest, RenewResponse } from "@/core/annotate/wire"
import type { ProjectAccess } from "@/server/access"
import { requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { getAnnotateSetup } from "@/server/data/annotate-setup"
import { extendLeases, listLeases, lockPerson } from "@/server/data/assignments"
import { transaction } from "@/server/data/transaction"

/**
 * Longer leases for a page somebody works at: without input for five minutes nothing is renewed, and
 * nothing beyond two hours, so that an idle tab hoards nothing.
 */
export async function renewLeases(
  access: ProjectAccess<"annotations:create">,
  request: RenewRequest,
): Promise<RenewResponse> {
  const who = requireAnnotator(access)
  requireAccount(who, request.account)
  const { leaseAhead } = await getAnnotateSetup(access)
  const wanted = new Set(request.tokens)
  return transaction(async (tx) => {
    await lockPerson(tx, who)
    const now = Date.now()
    const leases = (await listLeases(tx, who)).filter((lease) => wanted.has(lease.token) && !lease.expired)
    const ends = leases.map((lease) => ({
      id: lease.id,
      until: renewedUntil({
        leasedAt: lease.leasedAt.getTime(),
        expiresAt: lease.leaseExpiresAt.getTime(),
        now,
        leaseAhead,
      }),
    }))
    const held = request.idleMs > IDLE_LIMIT ? leases : await extendLeases(tx, who, ends)
    const tokens = new Set(held.map((lease) => lease.token))
    return {
      serverTime: new Date(now).toISOString(),
      leases: held.map(({ token, leaseExpiresAt }) => ({
        token,
        leaseExpiresAt: leaseExpiresAt.toISOString(),
      })),
      gone: request.tokens.filter((token) => !tokens.has(token)),
    }
  })
}
