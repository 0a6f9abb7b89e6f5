import type { Metadata } from "next"
import { PlainPage } from "@/components/shell/plain-page"
import { LinkButton } from "@/components/ui/link-button"

export const metadata: Metadata = { title: "Not found" }

export default function NotFound() {
  return (
    <PlainPage
      title="There is nothing here for you"
      actions={
        <LinkButton href="/" variant="primary">
          Go to your projects
        </LinkButton>
      }
    >
      <p>
        The address may be wrong, the thing may be gone, or it belongs to a project you are not a member of.
        If somebody sent you this link, ask them to invite you.
      </p>
    </PlainPage>
  )
}
