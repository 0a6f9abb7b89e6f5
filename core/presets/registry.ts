import { pairPresets } from "@/core/presets/pairs"
import { publishedPresets } from "@/core/presets/published"
import type { Protocol } from "@/core/protocol"
import { protocolSchema } from "@/core/protocol"

const written = { ...pairPresets, ...publishedPresets }

export type PresetName = keyof typeof written
export const presetNames = Object.keys(written) as PresetName[]

/** Protocols to start from, by the name used in `project create --preset`, every default filled in. */
export const presets = Object.fromEntries(
  presetNames.map((name) => [name, protocolSchema.parse({ preset: name, ...written[name] })]),
) as Readonly<Record<PresetName, Protocol>>

/** The pairing a project with this preset starts with unless another is asked for. */
export function pairingOfPreset(name: PresetName): string {
  return presets[name].kind === "RANKING" ? "kwise:4" : "balanced:3"
}
