"use client"

import { Toast as Radix } from "radix-ui"
import { createContext, type ReactNode, useCallback, useContext, useState } from "react"

type Message = { readonly id: number; readonly text: ReactNode }

const ToastContext = createContext<(text: ReactNode) => void>(() => {})

/** Says that something was done: `const toast = useToast(); toast("Saved.")`. Needs a ToastProvider above. */
export function useToast(): (text: ReactNode) => void {
  return useContext(ToastContext)
}

/** Short notes that go away by themselves; never for errors, which must stay. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly Message[]>([])
  const say = useCallback(
    (text: ReactNode) => setMessages((now) => [...now, { id: (now.at(-1)?.id ?? 0) + 1, text }]),
    [],
  )
  return (
    <ToastContext value={say}>
      <Radix.Provider duration={5000}>
        {children}
        {messages.map((message) => (
          <Radix.Root
            key={message.id}
            onOpenChange={(open) => {
              if (!open) setMessages((now) => now.filter((each) => each.id !== message.id))
            }}
            className="animate-appear rounded-control bg-ink px-4 py-3 text-sm text-paper shadow-float"
          >
            <Radix.Title>{message.text}</Radix.Title>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed start-4 bottom-4 z-50 grid w-max max-w-[calc(100vw-2rem)] gap-2" />
      </Radix.Provider>
    </ToastContext>
  )
}
