import type { Protocol } from "@/core/protocol"

const base = {
  kind: "PAIRWISE",
  criteria: [],
  flags: [
    {
      type: "harmful",
      label: "Harmful",
      help: "Dangerous, hateful or sexual content that should not be there.",
    },
    {
      type: "personal-data",
      label: "Personal data",
      help: "Names, addresses or numbers of a private person.",
    },
    { type: "broken", label: "Broken text", help: "Cut off, garbled, or not an answer at all." },
    { type: "off-topic", label: "Off topic", help: "Answers another question than the one asked." },
  ],
  rationale: { mode: "optional", minLength: 0 },
  editBetter: false,
  confidence: false,
  priorities: [],
} as const satisfies Partial<Protocol>

const plain = { levelNames: ["Better"], margins: [1] }

/**
 * Protocols to start from, by the name used in `project create --preset`.
 * Margins of the graded scales are Llama 2's small ones (arXiv 2307.09288).
 */
export const presets = {
  pairwise: {
    ...base,
    flags: [...base.flags],
    preset: "pairwise",
    scale: { points: 2, tie: false, bothBad: false, ...plain },
  },
  "pairwise-tie": {
    ...base,
    flags: [...base.flags],
    preset: "pairwise-tie",
    scale: { points: 2, tie: true, bothBad: false, ...plain },
  },
  arena: {
    ...base,
    flags: [...base.flags],
    preset: "arena",
    scale: { points: 2, tie: true, bothBad: true, ...plain },
  },
  "graded-4": {
    ...base,
    flags: [...base.flags],
    preset: "graded-4",
    scale: {
      points: 4,
      tie: false,
      bothBad: false,
      levelNames: ["Better", "Much better"],
      margins: [1 / 3, 1],
    },
  },
  "graded-7": {
    ...base,
    flags: [...base.flags],
    preset: "graded-7",
    scale: {
      points: 7,
      tie: true,
      bothBad: false,
      levelNames: ["Slightly", "Better", "Much better"],
      margins: [1 / 3, 2 / 3, 1],
    },
  },
} satisfies Record<string, Protocol>

export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as PresetName[]
