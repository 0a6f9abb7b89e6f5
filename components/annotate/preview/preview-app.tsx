"use client"

import { NextIntlClientProvider } from "next-intl"
import { useEffect, useState, useSyncExternalStore } from "react"
import "@/components/annotate/annotate.css"
import { AnnotateScreen } from "@/components/annotate/annotate-screen"
import type { Locale } from "@/components/annotate/locale"
import { directionOf } from "@/components/annotate/locale"
import { Instrument } from "@/components/annotate/loop/instrument"
import { makePreviewInstrument } from "@/components/annotate/preview/preview-instrument"
import { defaultPreferences } from "@/core/annotate/preferences"
import type { Sample } from "@/core/annotate/sample-task"
import { inventedSample, previewMessageSchema, previewReady, suitsKind } from "@/core/annotate/sample-task"
import type { WireProtocol } from "@/core/annotate/wire"

type Messages = NonNullable<Parameters<typeof NextIntlClientProvider>[0]["messages"]>

type Props = {
  project: { readonly slug: string; readonly name: string }
  /** Texts of the project; null where it has none. */
  sample: Sample | null
  /** In force now, until the editor says another. */
  protocol: WireProtocol
  locale: Locale
  messages: Record<string, unknown>
}

/** The annotate page under a protocol that is being written, in a frame beside the editor. */
export function PreviewApp({ project, sample, protocol: inForce, locale, messages }: Props) {
  const [{ protocol, serial }, setShown] = useState({ protocol: inForce, serial: 0 })
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== location.origin || event.source !== window.parent) return
      const message = previewMessageSchema.safeParse(event.data)
      if (!message.success) return
      const { protocol: next } = message.data
      // The same words again are no reason to begin anew.
      setShown((before) =>
        JSON.stringify(before.protocol) === JSON.stringify(next)
          ? before
          : { protocol: next, serial: before.serial + 1 },
      )
    }
    window.addEventListener("message", onMessage)
    window.parent.postMessage({ type: previewReady }, location.origin)
    return () => window.removeEventListener("message", onMessage)
  }, [])
  return (
    // Whole message files, checked by messages/messages.test.ts.
    <NextIntlClientProvider locale={locale} messages={messages as Messages} timeZone="UTC">
      <div lang={locale} dir={directionOf(locale)} className="preview contents">
        <Preview
          key={serial}
          project={project}
          sample={sample && suitsKind(sample, protocol.kind) ? sample : inventedSample}
          protocol={protocol}
          locale={locale}
        />
      </div>
    </NextIntlClientProvider>
  )
}

function Preview({
  project,
  sample,
  protocol,
  locale,
}: Omit<Props, "messages" | "sample"> & { sample: Sample }) {
  const [instrument, setInstrument] = useState<Instrument | null>(null)
  const [preferences, setPreferences] = useState(defaultPreferences)
  const { slug } = project
  useEffect(() => {
    const made = makePreviewInstrument(slug, protocol, sample)
    setInstrument(made)
    void made.start()
    return () => made.stop()
  }, [slug, protocol, sample])
  const snapshot = useSyncExternalStore(
    instrument?.subscribe ?? subscribeToNothing,
    instrument?.getSnapshot ?? getBlank,
    getBlank,
  )
  return (
    <AnnotateScreen
      instrument={instrument ?? blank}
      snapshot={snapshot}
      project={project}
      person=""
      locale={locale}
      preferences={preferences}
      onPreferences={setPreferences}
      onSignOut={nothing}
    />
  )
}

const blank = new Instrument("", "")
const blankSnapshot = blank.getSnapshot()
const getBlank = () => blankSnapshot
const subscribeToNothing = () => () => undefined
const nothing = async () => {}
