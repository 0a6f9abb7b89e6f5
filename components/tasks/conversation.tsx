import { RenderedText } from "@/components/tasks/rendered-text"

export type RenderedMessage = { readonly role: string; readonly html: string }

/** Turns of a conversation, each under who said it. */
export function Conversation({
  messages,
  plainRole,
}: {
  messages: readonly RenderedMessage[]
  plainRole?: string
}) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {messages.map((message, index) => (
        // Turns have no id but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index}>
          {(messages.length > 1 || message.role !== plainRole) && (
            <p className="mb-1 text-xs font-medium tracking-wide text-ink-3 uppercase">{message.role}</p>
          )}
          <RenderedText html={message.html} />
        </div>
      ))}
    </div>
  )
}
