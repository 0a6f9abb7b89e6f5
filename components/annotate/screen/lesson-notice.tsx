"use client"

import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import { useEffect, useRef, useState } from "react"
import type { Snapshot } from "@/components/annotate/loop/snapshot"
import { Button } from "@/components/ui/button"
import type { Lesson, LessonResponse } from "@/core/annotate/lesson"

/**
 * In a project that trains: after each answer, once it is saved, whether it was right and why. Stays
 * until the next answer or until it is closed; keys go on working under it.
 */
export function LessonNotice({ slug, snapshot }: { slug: string; snapshot: Snapshot }) {
  const [lesson, setLesson] = useState<Lesson | null>(null)
  const last = snapshot.state.history.at(-1)?.token
  const saved = snapshot.sync.known && snapshot.sync.waiting === 0
  // What was done before the page was opened was explained then.
  const told = useRef<string | undefined>(undefined)
  const opened = useRef(false)
  useEffect(() => {
    if (!saved) return
    if (!opened.current) {
      opened.current = true
      told.current = last
      return
    }
    if (last === told.current) return
    told.current = last
    setLesson(null)
    if (last === undefined) return
    const stop = new AbortController()
    void loadLesson(slug, stop.signal).then((found) => {
      if (found?.token === last) setLesson(found)
    })
    return () => stop.abort()
  }, [slug, last, saved])
  return (
    // Always in the document, so that assistive technology hears what comes into it.
    <div role="status" className="pointer-events-none fixed inset-x-4 top-16 z-30 mx-auto max-w-xl">
      {lesson && <Explanation lesson={lesson} onClose={() => setLesson(null)} />}
    </div>
  )
}

function Explanation({ lesson, onClose }: { lesson: Lesson; onClose: () => void }) {
  const t = useTranslations("annotate.lesson")
  return (
    <div
      data-testid="lesson"
      className="pointer-events-auto flex animate-appear gap-3 rounded-panel border border-line bg-surface p-4 text-sm text-ink shadow-float"
    >
      <div className="min-w-0 grow">
        <p className="text-xs text-ink-3">{t("title")}</p>
        <p className="mt-0.5">
          <span className={lesson.right ? "font-medium text-good" : "font-medium text-warn"}>
            {t(lesson.right ? "right" : "wrong")}
          </span>{" "}
          {lesson.answer && t(answerKey(lesson.answer))}
        </p>
        <p dir="auto" className="mt-1 whitespace-pre-wrap wrap-anywhere text-ink-2">
          {lesson.reason}
        </p>
      </div>
      <Button variant="quiet" size="icon" aria-label={t("close")} onClick={onClose}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  )
}

function answerKey(answer: NonNullable<Lesson["answer"]>) {
  if (answer.side === "tie") return answer.bothBad ? "answerBothBad" : "answerTie"
  return answer.side === "left" ? "answerLeft" : "answerRight"
}

/** Null also where there is none, or no line: it is a help, and nothing waits for it. */
async function loadLesson(slug: string, signal: AbortSignal): Promise<Lesson | null> {
  try {
    const response = await fetch(`/api/annotate/${encodeURIComponent(slug)}/lesson`, {
      cache: "no-store",
      signal,
    })
    if (!response.ok) return null
    return ((await response.json()) as LessonResponse).lesson
  } catch {
    return null
  }
}
