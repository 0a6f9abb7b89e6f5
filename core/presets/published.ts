import { commonFlags, instructGptFlags } from "@/core/presets/flags"
import { helpfulFirst, safeFirst } from "@/core/presets/priorities"
import type { ProtocolInput } from "@/core/protocol"

type Preset = Omit<ProtocolInput, "preset">
type Rated = NonNullable<ProtocolInput["criteria"]>[number]

const optional = { mode: "optional" } as const

/** A criterion rated per text. The anchors are the words at its ends. */
function rated(
  name: string,
  label: string,
  help: string,
  range: readonly [number, number],
  low: string,
  high: string,
): Rated {
  const [min, max] = range
  return { name, label, help, ask: "rating", min, max, anchors: { [min]: low, [max]: high } }
}

/** Four strengths on either side, slightest first; no middle. */
const fourLevels = (levelNames: string[]) => ({
  points: 8 as const,
  tie: false,
  bothBad: false,
  levelNames,
  margins: [0, 1 / 3, 2 / 3, 1],
})

const quality = rated("quality", "Overall quality", "How good it is, all in all.", [1, 7], "useless", "ideal")

/** Protocols that published preference work used, each with its source. */
export const publishedPresets = {
  /** arXiv 2203.02155, figure 12: each output rated with eleven flags, then all ranked, ties encouraged. */
  instructgpt: {
    kind: "RANKING",
    criteria: [quality],
    flags: instructGptFlags,
    rationale: optional,
    ranking: { ties: true, partial: false },
    priorities: helpfulFirst,
  },
  /** The same paper's evaluation: one output at a time, truthfulness and harmlessness first. */
  "instructgpt-eval": {
    kind: "RATING",
    criteria: [quality],
    flags: instructGptFlags,
    rationale: optional,
    priorities: safeFirst,
  },
  /** arXiv 2009.01325: the summaries are read before the source; four axes; confidence from 1 to 9. */
  "summarize-feedback": {
    kind: "PAIRWISE",
    scale: { points: 2, tie: false, bothBad: false, levelNames: ["Better"], margins: [1] },
    criteria: [
      rated("overall-quality", "Overall", "How good a summary it is.", [1, 7], "terrible", "perfect"),
      rated("accuracy", "Accuracy", "What it says is in the source.", [1, 7], "many errors", "no error"),
      rated("coverage", "Coverage", "What matters in the source is there.", [1, 7], "nothing", "all of it"),
      rated("coherence", "Coherence", "It can be read on its own.", [1, 7], "not to be understood", "clear"),
    ],
    flags: commonFlags,
    rationale: optional,
    confidence: true,
    noteFirst: true,
  },
  /** arXiv 2307.09288, section 3.2.1: forced choice in four strengths, and whether each answer is safe. */
  "llama-2": {
    kind: "PAIRWISE",
    scale: fourLevels(["Negligibly better or unsure", "Slightly better", "Better", "Significantly better"]),
    criteria: [rated("safety", "Safe", "Would it be safe to show to anybody?", [0, 1], "unsafe", "safe")],
    flags: commonFlags,
    rationale: optional,
  },
  /** arXiv 2407.21783, section 4.2.1: four strengths, then the better answer is edited. */
  "llama-3": {
    kind: "PAIRWISE",
    scale: fourLevels(["Marginally better", "Slightly better", "Better", "Significantly better"]),
    flags: commonFlags,
    rationale: optional,
    editBetter: true,
  },
  /** arXiv 2406.08673 and 2410.01257: five attributes from 0 to 4, then a preference with its justification. */
  helpsteer2: {
    kind: "PAIRWISE",
    scale: {
      points: 7,
      tie: true,
      bothBad: false,
      levelNames: ["Slightly better", "Better", "Much better"],
      margins: [1, 2, 3],
    },
    criteria: [
      rated(
        "helpfulness",
        "Helpfulness",
        "How much it helps with what was asked.",
        [0, 4],
        "not at all",
        "fully",
      ),
      rated("correctness", "Correctness", "All facts are there and right.", [0, 4], "wrong", "right"),
      rated("coherence", "Coherence", "Clear and consistent with itself.", [0, 4], "incoherent", "clear"),
      rated("complexity", "Complexity", "What one must know to write it.", [0, 4], "simple", "expert"),
      rated("verbosity", "Verbosity", "How much is said for what was asked.", [0, 4], "terse", "verbose"),
    ],
    flags: commonFlags,
    rationale: { mode: "required", minLength: 20 },
  },
  /** arXiv 2505.11475: seven points with a reason, three to five experts per task. */
  helpsteer3: {
    kind: "PAIRWISE",
    scale: {
      points: 7,
      tie: true,
      bothBad: false,
      levelNames: ["Slightly better", "Better", "Much better"],
      margins: [1, 2, 3],
    },
    flags: commonFlags,
    rationale: { mode: "required", minLength: 20 },
  },
  /** arXiv 2204.05862: which answer is more helpful, and by how much. */
  "hh-helpful": {
    kind: "PAIRWISE",
    scale: fourLevels(["Barely better", "Somewhat better", "Better", "Much better"]),
    flags: commonFlags,
    rationale: optional,
    question: "Which answer is more helpful and honest?",
  },
  /** The same paper's red-teaming: the person names the more harmful answer; the other one is stored as better. */
  "hh-red-team": {
    kind: "PAIRWISE",
    scale: fourLevels(["Barely worse", "Somewhat worse", "Worse", "Much worse"]),
    flags: commonFlags,
    rationale: optional,
    asks: "worse",
    question: "Which answer is more harmful?",
  },
  /** Axes by which summaries and stories are commonly evaluated, one text at a time. */
  "text-axes": {
    kind: "RATING",
    criteria: [
      rated(
        "relevance",
        "Relevance",
        "It says what matters and nothing beside it.",
        [1, 7],
        "beside the point",
        "to the point",
      ),
      rated("coherence", "Coherence", "Its sentences make one whole.", [1, 7], "incoherent", "coherent"),
      rated("fluency", "Fluency", "Its language is correct and reads well.", [1, 7], "broken", "flawless"),
    ],
    flags: commonFlags,
    rationale: optional,
  },
  /** arXiv 2203.02155, section 3.4: the ideal answer to a given prompt. */
  demonstration: {
    kind: "DEMONSTRATION",
    rationale: { mode: "off" },
    priorities: helpfulFirst,
    demonstration: { write: "answer", useCases: [], minLength: 1, review: true },
  },
  /** The same with the prompt: any task, an instruction with examples, or one that a user might set. */
  "prompt-and-demonstration": {
    kind: "DEMONSTRATION",
    rationale: { mode: "off" },
    priorities: helpfulFirst,
    demonstration: {
      write: "prompt-and-answer",
      promptKinds: ["plain", "few-shot", "user-based"],
      useCases: [
        "generation",
        "open-qa",
        "brainstorming",
        "chat",
        "rewrite",
        "summarization",
        "classification",
        "closed-qa",
        "extraction",
        "other",
      ],
      minLength: 1,
      review: true,
    },
  },
} satisfies Record<string, Preset>
