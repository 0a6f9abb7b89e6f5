import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { createInvitedAccount, joinByInvitation, startProvider } from "@/app/(auth)/actions"
import { AuthFrame } from "@/components/auth/auth-frame"
import { JoinForm } from "@/components/auth/join-form"
import { NewAccountForm } from "@/components/auth/new-account-form"
import { OrDivider, ProviderForm } from "@/components/auth/provider-form"
import { roleName } from "@/components/projects/role-name"
import { LinkButton } from "@/components/ui/link-button"
import { TextLink } from "@/components/ui/text-link"
import { landingPath } from "@/server/auth/landing-path"
import { oidcName } from "@/server/auth/oidc-provider"
import { hashToken } from "@/server/auth/token"
import type { FoundInvitation } from "@/server/data/invitation-acceptance"
import { findInvitation } from "@/server/data/invitation-acceptance"
import { getOwnAccount } from "@/server/data/users"
import { pageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "Invitation" }

type Props = { params: Promise<{ token: string }> }

const sorry = {
  used: ["This invitation has been taken", "Each one lets one person in."],
  expired: ["This invitation is past its time", ""],
  revoked: ["This invitation was withdrawn", ""],
  unknown: ["This invitation is not known here", "Perhaps the link was not copied whole."],
} as const

export default async function InvitationPage({ params }: Props) {
  const { token } = await params
  const [invitation, actor] = await Promise.all([findInvitation(hashToken(token), new Date()), pageActor()])
  if (actor && invitation?.acceptedById === actor.userId) redirect(await landingPath(actor.userId))
  if (!invitation || invitation.state !== "open") {
    const [title, why] = sorry[!invitation || invitation.state === "open" ? "unknown" : invitation.state]
    return (
      <AuthFrame title={title} lead={`${why} Ask whoever sent it for a new one.`.trim()}>
        <LinkButton href="/">{actor ? "To your projects" : "To the sign-in page"}</LinkButton>
      </AuthFrame>
    )
  }
  const place = invitation.project?.name ?? "Diptych"
  if (actor) {
    const { email } = await getOwnAccount(actor)
    return (
      <AuthFrame title={`Join ${place}`} lead={<Lead invitation={invitation} />}>
        <JoinForm join={joinByInvitation} token={token} label={`Join as ${email}`} />
      </AuthFrame>
    )
  }
  const provider = oidcName()
  const here = `/invite/${token}`
  return (
    <AuthFrame
      title={`Join ${place}`}
      lead={<Lead invitation={invitation} />}
      below={
        <p>
          You have an account here?{" "}
          <TextLink href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in to join with it.</TextLink>
        </p>
      }
    >
      {provider && (
        <>
          <ProviderForm start={startProvider} name={provider} next={here} />
          <OrDivider />
        </>
      )}
      <NewAccountForm create={createInvitedAccount} token={token} email={invitation.email} />
    </AuthFrame>
  )
}

function Lead({ invitation }: { invitation: FoundInvitation }) {
  const { by, projectRole } = invitation
  const role = projectRole ? ` as ${roleName[projectRole].toLowerCase()}` : ""
  return by ? `${by} invites you${role}.` : `You are invited${role}.`
}
