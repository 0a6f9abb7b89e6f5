import type { PresetName } from "@/core/presets"

/** What each preset is good for, in a sentence. */
export const presetTexts: Readonly<Record<PresetName, { name: string; text: string }>> = {
  "pairwise-tie": {
    name: "Better or tie",
    text: "Left, right, or a tie when neither is better. A good start for most efforts.",
  },
  pairwise: {
    name: "Better, forced choice",
    text: "Left or right, nothing between. Quickest; close pairs become a coin toss.",
  },
  arena: {
    name: "Arena",
    text: "Left, right, tie, or both bad. Tells “equally good” from “equally useless”.",
  },
  "graded-4": {
    name: "Graded, 4 steps",
    text: "Better or much better, on either side. Gives each training pair a margin.",
  },
  "graded-7": {
    name: "Graded, 7 steps",
    text: "Three strengths on either side and “about the same” between. Most detail, most care.",
  },
}
