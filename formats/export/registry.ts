import { arena } from "@/formats/export/arena"
import { attributeRegression } from "@/formats/export/attribute-regression"
import { axolotlBt } from "@/formats/export/axolotl-bt"
import type { ExportFormat } from "@/formats/export/format"
import { helpsteer3 } from "@/formats/export/helpsteer3"
import { hhRlhf } from "@/formats/export/hh-rlhf"
import { ktoUnpaired } from "@/formats/export/kto-unpaired"
import { kwiseGroups } from "@/formats/export/kwise-groups"
import { llamafactoryAlpaca } from "@/formats/export/llamafactory-alpaca"
import { llamafactorySharegpt } from "@/formats/export/llamafactory-sharegpt"
import { msSwift, msSwiftMargin } from "@/formats/export/ms-swift"
import { nemoRl } from "@/formats/export/nemo-rl"
import { openaiDpo } from "@/formats/export/openai-dpo"
import { pairwiseJudge } from "@/formats/export/pairwise-judge"
import { plainText } from "@/formats/export/plain-text"
import { preference } from "@/formats/export/preference"
import { preferenceExplicit } from "@/formats/export/preference-explicit"
import { preferenceMargin } from "@/formats/export/preference-margin"
import { preferenceSoft } from "@/formats/export/preference-soft"
import { prmStepwise } from "@/formats/export/prm-stepwise"
import { rawAnnotations } from "@/formats/export/raw-annotations"
import { rewardBench } from "@/formats/export/reward-bench"
import { sftBest } from "@/formats/export/sft-best"
import { sftDemonstrations } from "@/formats/export/sft-demonstrations"
import { vertexPreference } from "@/formats/export/vertex-preference"

/** Formats by what they are for, in the order of the screen. A new one is a file and a line here. */
export const formatGroups: readonly { readonly label: string; readonly formats: readonly ExportFormat[] }[] =
  [
    {
      label: "Reward models and DPO",
      formats: [
        preference,
        preferenceMargin,
        preferenceExplicit,
        preferenceSoft,
        plainText,
        hhRlhf,
        ktoUnpaired,
      ],
    },
    {
      label: "One trainer's own shape",
      formats: [llamafactorySharegpt, llamafactoryAlpaca, nemoRl, msSwift, msSwiftMargin, axolotlBt],
    },
    { label: "Hosted fine-tuning", formats: [openaiDpo, vertexPreference] },
    {
      label: "Judges, groups, ratings, imitation",
      formats: [kwiseGroups, pairwiseJudge, attributeRegression, prmStepwise, sftBest, sftDemonstrations],
    },
    { label: "Tests and leaderboards", formats: [rewardBench, arena, helpsteer3] },
    { label: "Everything", formats: [rawAnnotations] },
  ]

export const exportFormats: readonly ExportFormat[] = formatGroups.flatMap((group) => group.formats)

export const exportFormatNames: readonly string[] = exportFormats.map((format) => format.name)

export function findExportFormat(name: string): ExportFormat | undefined {
  return exportFormats.find((format) => format.name === name)
}
