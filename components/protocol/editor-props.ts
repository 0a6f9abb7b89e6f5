import type { ProtocolFault } from "@/core/parse-protocol"
import type { Protocol } from "@/core/protocol"

/** What every part of the editor works on: the draft, how to change it, and what is wrong with it. */
export type PartProps = {
  readonly draft: Protocol
  readonly change: (part: Partial<Protocol>) => void
  readonly faultOf: (field: string) => string | undefined
}

/** The first fault of a field, or of anything within it. */
export function toFaultOf(faults: readonly ProtocolFault[]): PartProps["faultOf"] {
  return (field) =>
    faults.find((fault) => fault.field === field || fault.field.startsWith(`${field}.`))?.message
}

/** The list with one entry replaced, or taken out. */
export function withEntry<T>(list: readonly T[], index: number, entry: T | null): T[] {
  return list.flatMap((one, at) => (at === index ? (entry === null ? [] : [entry]) : [one]))
}
