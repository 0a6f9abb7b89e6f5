import { signOut } from "@/app/projects/sign-out"
import type { AccountMenuProps } from "@/components/shell/account-menu"
import { instanceRolePermissions } from "@/core/permissions"
import type { UserActor } from "@/server/actor"
import { getPerson } from "@/server/data/person"

/** What the account menu of every page shows. */
export async function toAccount(actor: UserActor): Promise<AccountMenuProps> {
  const { name, email } = await getPerson(actor)
  const canManageInstance = instanceRolePermissions[actor.instanceRole].includes("users:manage")
  return { name, email, canManageInstance, signOut }
}
