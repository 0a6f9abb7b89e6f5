import type { Metadata } from "next"
import { AuthFrame } from "@/components/auth/auth-frame"
import { LinkButton } from "@/components/ui/link-button"

export const metadata: Metadata = { title: "Signed out" }

export default function SignedOutPage() {
  return (
    <AuthFrame title="You are signed out" lead="You can close this window." wipe>
      <LinkButton href="/sign-in">Sign in again</LinkButton>
    </AuthFrame>
  )
}
