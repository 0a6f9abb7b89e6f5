import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { signInByPassword, startProvider } from "@/app/(auth)/actions"
import { AuthFrame } from "@/components/auth/auth-frame"
import { OrDivider, ProviderForm } from "@/components/auth/provider-form"
import { signInErrorText } from "@/components/auth/sign-in-errors"
import { SignInForm } from "@/components/auth/sign-in-form"
import { Notice } from "@/components/ui/notice"
import { toSingleValues } from "@/core/lists/query-string"
import { toSafePath } from "@/core/safe-path"
import { landingPath } from "@/server/auth/landing-path"
import { oidcName } from "@/server/auth/oidc-provider"
import { pageActor } from "@/server/http/page"

export const metadata: Metadata = { title: "Sign in" }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const query = toSingleValues(await searchParams)
  const next = toSafePath(query.next)
  const error = signInErrorText(query.error)
  const actor = await pageActor()
  if (actor && !error) redirect(next ?? (await landingPath(actor.userId)))
  const provider = oidcName()
  return (
    <AuthFrame
      title="Sign in"
      below={
        <>
          <p>No password, or forgotten? Ask whoever runs this instance for a sign-in link.</p>
          <p>
            You run it? <code className="font-mono text-xs">npm run -s diptych -- sign-in-link EMAIL</code>
          </p>
        </>
      }
    >
      {error && <Notice tone="bad">{error}</Notice>}
      {provider && (
        <>
          <ProviderForm start={startProvider} name={provider} next={next} />
          <OrDivider />
        </>
      )}
      <SignInForm signIn={signInByPassword} next={next} />
    </AuthFrame>
  )
}
