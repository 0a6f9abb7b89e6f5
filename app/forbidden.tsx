import type { Metadata } from "next"
import { PlainPage } from "@/components/shell/plain-page"
import { LinkButton } from "@/components/ui/link-button"

export const metadata: Metadata = { title: "Not allowed" }

export default function Forbidden() {
  return (
    <PlainPage
      title="Your role does not allow that"
      actions={
        <LinkButton href="/" variant="primary">
          Go to your projects
        </LinkButton>
      }
    >
      <p>
        You are a member of this project, but this page is for others. An owner or admin of the project can
        change your role.
      </p>
    </PlainPage>
  )
}
