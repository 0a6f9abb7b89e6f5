"use client"

import { Section } from "@/components/account/section"
import { browserName } from "@/components/account/browser-name"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { When } from "@/components/projects/when"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"

type Session = {
  readonly id: string
  readonly lastSeenAt: Date
  readonly userAgent: string
  readonly current: boolean
}

type Props = { sessions: readonly Session[]; end: FormAction<null>; endOthers: FormAction<null> }

/** Where the person is signed in, with a way to end each. */
export function SessionList({ sessions, end, endOthers }: Props) {
  const others = useFormAction(endOthers)
  return (
    <Section title="Signed in on" lead="A session that ends here is out with its next click.">
      <div className="grid gap-4">
        <ul className="divide-y divide-line">
          {sessions.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0">
              <div className="min-w-0 grow text-sm">
                <span className="font-medium">{browserName(session.userAgent)}</span>{" "}
                {session.current && <Badge tone="accent">this one</Badge>}
                <span className="block text-xs text-ink-2">
                  Last seen <When at={session.lastSeenAt} /> UTC
                </span>
              </div>
              <EndButton id={session.id} end={end} />
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <form {...others.formProps} className="grid justify-items-start gap-3">
            <Button type="submit" busy={others.pending}>
              Sign out everywhere else
            </Button>
            <Refusal result={others.result} />
          </form>
        )}
      </div>
    </Section>
  )
}

function EndButton({ id, end }: { id: string; end: FormAction<null> }) {
  const { result, pending, formProps } = useFormAction(end)
  return (
    <form {...formProps}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" size="sm" variant="quiet" busy={pending}>
        Sign out
      </Button>
      <Refusal result={result} />
    </form>
  )
}
