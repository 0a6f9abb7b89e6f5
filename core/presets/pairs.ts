import { commonFlags } from "@/core/presets/flags"
import type { ProtocolInput } from "@/core/protocol"

const base = {
  kind: "PAIRWISE",
  flags: commonFlags,
  rationale: { mode: "optional" },
} satisfies Omit<ProtocolInput, "preset">

const plain = { points: 2 as const, levelNames: ["Better"], margins: [1] }

/**
 * Plain and graded comparisons of two. The margins of the graded scales are Llama 2's small ones
 * (arXiv 2307.09288, table 27: 1, 2/3, 1/3, 0).
 */
export const pairPresets = {
  pairwise: { ...base, scale: { ...plain, tie: false, bothBad: false } },
  "pairwise-tie": { ...base, scale: { ...plain, tie: true, bothBad: false } },
  arena: { ...base, scale: { ...plain, tie: true, bothBad: true } },
  "graded-4": {
    ...base,
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
    scale: {
      points: 7,
      tie: true,
      bothBad: false,
      levelNames: ["Slightly", "Better", "Much better"],
      margins: [1 / 3, 2 / 3, 1],
    },
  },
} satisfies Record<string, Omit<ProtocolInput, "preset">>
