"use client"

import { EraseForm } from "@/components/account/erase-form"
import { Section } from "@/components/account/section"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import type { FormAction } from "@/core/action-result"

/** The end of an account, by the person it is about. */
export function EraseSection({ email, erase }: { email: string; erase: FormAction<null> }) {
  return (
    <Section
      title="Erase my account"
      lead="Your address, name and every way to sign in go for good. Your answers stay, under a pseudonym that nobody can lead back to you."
    >
      <div>
        <Dialog
          title="Erase your account?"
          description="This cannot be taken back. Download your data first if you want to keep it."
          trigger={<Button className="text-bad">Erase…</Button>}
        >
          <EraseForm email={email} hidden={{}} erase={erase} />
        </Dialog>
      </div>
    </Section>
  )
}
