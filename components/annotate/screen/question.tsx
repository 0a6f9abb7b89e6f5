import type { WireProtocol } from "@/core/annotate/wire"

/** The project's own question, where it has one. */
export function Question({ protocol }: { protocol: WireProtocol }) {
  if (protocol.question === "") return null
  return (
    <p className="question" dir="auto">
      {protocol.question}
    </p>
  )
}
