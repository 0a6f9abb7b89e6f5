"use client"

import { NextIntlClientProvider } from "next-intl"
import { useEffect, useState, useSyncExternalStore } from "react"
import "@/components/annotate/annotate.css"
import { AnnotateScreen } from "@/components/annotate/annotate-screen"
import type { Locale } from "@/components/annotate/locale"
import { directionOf } from "@/components/annotate/locale"
import type { Snapshot } from "@/components/annotate/loop/snapshot"
import { Instrument } from "@/components/annotate/loop/instrument"
import { LessonNotice } from "@/components/annotate/screen/lesson-notice"
import { registerWorker, wipeWorkerCaches } from "@/components/annotate/register-worker"
import { usePreferences } from "@/components/annotate/use-preferences"

export type AnnotateAppProps = {
  /** Stands for the person on this machine; outbox and texts belong to it. */
  account: string
  project: { readonly slug: string; readonly name: string }
  /** The project trains: what is to be learned from each answer is shown after it. */
  training: boolean
  /** Name or address, for the settings. */
  person: string
  locale: Locale
  messages: Record<string, unknown>
  /** Ends the session and leads to the sign-in page. */
  signOut: () => Promise<void>
}

/** The annotate page in the browser. */
export function AnnotateApp(props: AnnotateAppProps) {
  return (
    <NextIntlClientProvider locale={props.locale} messages={toMessages(props.messages)} timeZone="UTC">
      <div lang={props.locale} dir={directionOf(props.locale)} className="contents">
        <Loaded {...props} />
      </div>
    </NextIntlClientProvider>
  )
}

function Loaded({ account, project, training, person, locale, signOut }: AnnotateAppProps) {
  const [instrument, setInstrument] = useState<Instrument | null>(null)
  const [preferences, setPreferences] = usePreferences(account)
  const { slug } = project

  useEffect(() => {
    const made = new Instrument(account, slug)
    setInstrument(made)
    void made.start()
    void registerWorker()
    return () => made.stop()
  }, [account, slug])

  useEffect(() => {
    // The frame around the page is in English; what is read here is in the person's language.
    document.documentElement.lang = locale
  }, [locale])

  const snapshot = useSyncExternalStore(
    instrument?.subscribe ?? subscribeToNothing,
    instrument?.getSnapshot ?? getBlank,
    getBlank,
  )

  const leave = async () => {
    await instrument?.leave()
    await wipeWorkerCaches()
    await signOut()
  }
  return (
    <>
      <AnnotateScreen
        instrument={instrument ?? blank}
        snapshot={snapshot}
        project={project}
        person={person}
        locale={locale}
        preferences={preferences}
        onPreferences={setPreferences}
        onSignOut={leave}
      />
      {training && <LessonNotice slug={slug} snapshot={snapshot} />}
    </>
  )
}

/** What the server renders and the first frame shows: the page without a task. */
const blank = new Instrument("", "")
const blankSnapshot: Snapshot = blank.getSnapshot()
const getBlank = () => blankSnapshot
const subscribeToNothing = () => () => undefined

type Messages = NonNullable<Parameters<typeof NextIntlClientProvider>[0]["messages"]>
function toMessages(messages: Record<string, unknown>): Messages {
  // Whole message files, checked by messages/messages.test.ts.
  return messages as Messages
}
