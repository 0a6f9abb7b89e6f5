import type { InstanceRole, ProjectRole } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { publicAddress } from "@/server/auth/public-address"
import { createToken } from "@/server/auth/token"
import { insertInstanceInvitation, insertProjectInvitation } from "@/server/data/invitations"

const day = 24 * 60 * 60 * 1000

export type InvitationLink = { readonly url: string; readonly expiresAt: Date }

type Common = {
  /** Null = whoever has the link. */
  readonly email: string | null
  readonly days: number
  readonly headers?: Headers
}

/** A link that lets one person into a project. The URL is shown this one time. */
export async function inviteToProject(
  access: ProjectAccess<"members:update">,
  wish: Common & { readonly role: ProjectRole; readonly cohort: string | null },
): Promise<InvitationLink> {
  const { link, stored } = prepare(wish)
  await insertProjectInvitation(access, { ...stored, projectRole: wish.role, cohort: wish.cohort })
  return link
}

/** The same for the instance, without a project. */
export async function inviteToInstance(
  access: InstanceAccess<"users:manage">,
  wish: Common & { readonly role: InstanceRole },
): Promise<InvitationLink> {
  const { link, stored } = prepare(wish)
  await insertInstanceInvitation(access, { ...stored, instanceRole: wish.role })
  return link
}

function prepare({ email, days, headers }: Common) {
  const { token, hash } = createToken()
  const expiresAt = new Date(Date.now() + days * day)
  return {
    link: { url: `${publicAddress(headers)}/invite/${token}`, expiresAt },
    stored: { tokenHash: hash, email, expiresAt },
  }
}
