"use client"

import { NextIntlClientProvider } from "next-intl"
import "@/components/annotate/annotate.css"
import "@/components/adjudicate/adjudicate.css"
import type { AdjudicateProps } from "@/components/adjudicate/adjudicate-screen"
import { AdjudicateScreen } from "@/components/adjudicate/adjudicate-screen"

type Messages = NonNullable<Parameters<typeof NextIntlClientProvider>[0]["messages"]>

/** The adjudicator's page in the browser. Its parts are the annotate page's, which bring their words along. */
export function AdjudicateApp({
  messages,
  ...props
}: AdjudicateProps & { messages: Record<string, unknown> }) {
  return (
    // Whole message files, checked by components/annotate/messages.test.ts.
    <NextIntlClientProvider locale="en" messages={messages as Messages} timeZone="UTC">
      <AdjudicateScreen {...props} />
    </NextIntlClientProvider>
  )
}
