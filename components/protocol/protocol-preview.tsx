"use client"

import { useEffect, useRef, useState } from "react"
import type { PreviewMessage } from "@/core/annotate/sample-task"
import { previewReady } from "@/core/annotate/sample-task"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import type { Protocol } from "@/core/protocol"

/** Milliseconds of rest before a change is shown, so that typing does not flicker. */
const rest = 300

/**
 * The real annotate page in a frame: its keys, names and widths are its own, so nothing typed here
 * reaches it and nothing pressed there reaches the form. Shown only where the protocol can be asked.
 */
export function ProtocolPreview({
  slug,
  draft,
  ready,
  className,
}: {
  slug: string
  draft: Protocol
  /** The draft has no faults. */
  ready: boolean
  className?: string
}) {
  const frame = useRef<HTMLIFrameElement>(null)
  /** How often the frame said that it listens: it may have, before anybody here did. */
  const [calls, setCalls] = useState(0)
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== location.origin || event.source !== frame.current?.contentWindow) return
      // Written by components/annotate/preview/preview-app.tsx.
      if ((event.data as { type?: unknown } | null)?.type === previewReady) setCalls((before) => before + 1)
    }
    window.addEventListener("message", onMessage)
    return () => window.removeEventListener("message", onMessage)
  }, [])
  useEffect(() => {
    if (!ready) return
    const message: PreviewMessage = { type: "diptych-preview", protocol: toWireProtocol(1, draft) }
    const timer = setTimeout(() => frame.current?.contentWindow?.postMessage(message, location.origin), rest)
    return () => clearTimeout(timer)
    // Every call is answered, also where nothing changed since.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [calls, ready, draft])
  return (
    // Our own page on our own origin, which a sandbox would take from it.
    // oxlint-disable-next-line react/iframe-missing-sandbox
    <iframe
      ref={frame}
      title="The annotate page under this protocol"
      src={`/preview/${encodeURIComponent(slug)}`}
      className={className}
    />
  )
}
