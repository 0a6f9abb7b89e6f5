import type { Metadata } from "next"
import { signInByLink } from "@/app/(auth)/actions"
import { AuthFrame } from "@/components/auth/auth-frame"
import { LinkForm } from "@/components/auth/link-form"
import { LinkButton } from "@/components/ui/link-button"
import { hashToken } from "@/server/auth/token"
import { findSignInLink } from "@/server/data/sign-in-links"
import { pageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "Sign in" }

type Props = { params: Promise<{ token: string }> }

const sorry = {
  used: ["This link has been used", "Each link signs in once."],
  expired: ["This link is past its time", "A link is good for a day."],
  disabled: ["This account is closed", "Whoever runs this instance can open it again."],
  unknown: ["This link is not known here", "Perhaps it was not copied whole."],
} as const

/** Shows one button. Reading this page, as mail scanners do, leaves the link as it is. */
export default async function LinkPage({ params }: Props) {
  const { token } = await params
  const link = await findSignInLink(hashToken(token), new Date())
  if (link?.state === "ready") {
    return (
      <AuthFrame
        title="Welcome"
        lead={
          <>
            This link signs you in as <b className="font-semibold text-ink">{link.email}</b>, once.
          </>
        }
      >
        <LinkForm signIn={signInByLink} token={token} />
      </AuthFrame>
    )
  }
  const [title, why] = sorry[link?.state ?? "unknown"]
  const actor = await pageActor()
  return (
    <AuthFrame
      title={title}
      lead={actor ? `${why} You are signed in already.` : `${why} Ask whoever sent it for a new one.`}
    >
      <LinkButton href="/" variant={actor ? "primary" : "secondary"}>
        {actor ? "Go on" : "To the sign-in page"}
      </LinkButton>
    </AuthFrame>
  )
}
