import type { PresetName } from "@/core/presets/registry"

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
  instructgpt: {
    name: "InstructGPT",
    text: "Rate each of 4 to 9 answers from 1 to 7 with eleven flags, then rank them all; ties welcome.",
  },
  "instructgpt-eval": {
    name: "InstructGPT, evaluation",
    text: "One answer at a time: 1 to 7 and eleven flags, truthful and harmless before helpful.",
  },
  "summarize-feedback": {
    name: "Summaries",
    text: "Two summaries read before their source, four axes from 1 to 7, confidence from 1 to 9.",
  },
  "llama-2": {
    name: "Llama 2",
    text: "Forced choice in four strengths, and whether each answer is safe.",
  },
  "llama-3": {
    name: "Llama 3",
    text: "Four strengths, then the better answer is edited until it is ideal.",
  },
  helpsteer2: {
    name: "HelpSteer2",
    text: "Five attributes from 0 to 4 for each answer, then −3 to 3 with a reason.",
  },
  helpsteer3: {
    name: "HelpSteer3",
    text: "Seven points with a reason; meant for three to five experts per task.",
  },
  "hh-helpful": {
    name: "Helpful and honest",
    text: "Which answer is more helpful and honest, in four strengths.",
  },
  "hh-red-team": {
    name: "Red team",
    text: "Which answer is more harmful, in four strengths; the other one is kept as the better.",
  },
  "text-axes": {
    name: "Relevance, coherence, fluency",
    text: "One text at a time on three axes from 1 to 7.",
  },
  demonstration: {
    name: "Demonstrations",
    text: "People write the ideal answer to each prompt; a second person reviews it.",
  },
  "prompt-and-demonstration": {
    name: "Prompts and demonstrations",
    text: "People write the prompt too: plain, with examples, or as a user would.",
  },
}
