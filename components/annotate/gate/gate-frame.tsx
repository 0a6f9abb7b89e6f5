"use client"

import { NextIntlClientProvider } from "next-intl"
import type { ComponentProps, ReactNode } from "react"
import type { Locale } from "@/components/annotate/locale"
import { directionOf } from "@/components/annotate/locale"
import { Brand } from "@/components/shell/brand"

export type GateWords = { readonly locale: Locale; readonly messages: Record<string, unknown> }

/** What may stand between sign-in and the first task, where a project wants it: one sheet of paper. */
export function GateFrame({ locale, messages, children }: GateWords & { children: ReactNode }) {
  return (
    <NextIntlClientProvider
      locale={locale}
      messages={messages as NonNullable<ComponentProps<typeof NextIntlClientProvider>["messages"]>}
      timeZone="UTC"
    >
      <main
        lang={locale}
        dir={directionOf(locale)}
        className="mx-auto flex min-h-dvh w-full max-w-2xl flex-col gap-6 px-5 py-10"
      >
        <Brand />
        {children}
      </main>
    </NextIntlClientProvider>
  )
}
