import type { ReactNode } from "react"
import { LeftBehind } from "@/components/device/left-behind"
import { Brand } from "@/components/shell/brand"

/** The pages before one is in: a name, one thing to do, nothing else. */
export function AuthFrame({
  title,
  lead,
  children,
  below,
  wipe = false,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  /** Under the panel: the way on for those who cannot do the one thing. */
  below?: ReactNode
  /** Somebody has left: their texts leave this device. */
  wipe?: boolean
}) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-5 py-12">
      <Brand />
      <div className="panel panel-padded grid gap-6">
        <header className="grid gap-1.5">
          <h1 className="text-2xl wrap-anywhere">{title}</h1>
          {lead && <div className="text-ink-2 wrap-anywhere">{lead}</div>}
        </header>
        <LeftBehind wipe={wipe} />
        {children}
      </div>
      {below && <div className="grid gap-2 px-1 text-sm text-ink-2">{below}</div>}
    </main>
  )
}
