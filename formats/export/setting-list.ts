import { aggregations } from "@/formats/aggregation/registry"
import { containerLabels, containers } from "@/formats/export/container"
import { marginLabels } from "@/formats/export/margin"
import { kwiseLabels } from "@/formats/export/select-kwise"
import {
  type ExportSettings,
  includable,
  kwisePolicies,
  marginRules,
  splitGroups,
  splitNames,
  textTemplates,
  tiePolicies,
} from "@/formats/export/settings"
import { leftOutReasons } from "@/formats/export/skip-reasons"
import { templates } from "@/formats/export/transcript-text"

export type SettingOption = { readonly value: string; readonly label: string }

/** One setting as the command line and the screen show it. */
export type SettingEntry = {
  readonly key: Exclude<keyof ExportSettings, "title">
  /** On the command line, without the dashes. */
  readonly flag: string
  readonly label: string
  /** One sentence: what it does. */
  readonly about: string
  readonly group: SettingGroup
  /** Of the value on the command line: `PERCENT`, `A,B`, … */
  readonly value?: string
  /** One of these. */
  readonly options?: readonly SettingOption[]
  /** Several of these, or any words. */
  readonly isList?: true
  readonly isSwitch?: true
  /** The flag of a switch that turns it off instead. */
  readonly isNegative?: true
  /** What there is no use for it in. */
  readonly only?: "pairs" | "tasks" | "margin" | "text"
}

export type SettingGroup = "files" | "splits" | "votes" | "rankings" | "filters"

export const settingGroups: Readonly<Record<SettingGroup, string>> = {
  splits: "More about splits",
  votes: "Ties, rulings and thresholds",
  rankings: "Rankings and margins",
  filters: "Which answers",
  files: "Files and licence",
}

const named = <T extends string>(
  values: readonly T[],
  labels: Readonly<Record<T, string>>,
): SettingOption[] => values.map((value) => ({ value, label: labels[value] }))

const include = named(includable, leftOutReasons)

/** Every choice about an export but its title, in the order of the screen and of --help. */
export const settingList: readonly SettingEntry[] = [
  {
    key: "split",
    flag: "split",
    label: "Splits",
    about: "Only one of the splits.",
    group: "splits",
    options: [
      { value: "all", label: "All" },
      ...named(splitNames, { train: "Only train", validation: "Only validation", test: "Only test" }),
    ],
  },
  {
    key: "testShare",
    flag: "test-share",
    label: "Test share in %",
    about: "Share of test where the data brought no split.",
    group: "splits",
    value: "PERCENT",
  },
  {
    key: "validationShare",
    flag: "validation-share",
    label: "Validation share in %",
    about: "Share of validation.",
    group: "splits",
    value: "PERCENT",
  },
  {
    key: "splitBy",
    flag: "split-by",
    label: "Kept together",
    about: "What is never divided between splits.",
    group: "splits",
    options: named(splitGroups, {
      prompt: "Prompts, and turns of one conversation",
      conversation: "Conversations, or prompts with the same first turn",
      user: "Everything of one source user",
      cohort: "A group of annotators (leave one group out)",
    }),
  },
  {
    key: "testCohort",
    flag: "test-cohort",
    label: "Cohort left out of train",
    about: "With splits by cohort: its answers make up test, train has the prompts it never judged.",
    group: "splits",
    value: "COHORT",
  },
  {
    key: "keepSplits",
    flag: "ignore-splits",
    label: "Keep splits that came with the data",
    about: "Do not keep the splits that came with the data.",
    group: "splits",
    isSwitch: true,
    isNegative: true,
  },
  {
    key: "aggregation",
    flag: "aggregation",
    label: "From votes to one answer",
    about: "How the votes on a pair become one answer.",
    group: "votes",
    only: "pairs",
    options: Object.entries(aggregations).map(([value, { label }]) => ({ value, label })),
  },
  {
    key: "ties",
    flag: "ties",
    label: "Ties",
    about: "What becomes of pairs where neither side is better.",
    group: "votes",
    only: "pairs",
    options: named(tiePolicies, {
      drop: "No row",
      keep: "Kept, where the format can say it",
      both_ways: "One row each way",
    }),
  },
  {
    key: "contested",
    flag: "contested",
    label: "Contested pairs",
    about: "More votes for one side, stronger ones for the other.",
    group: "votes",
    only: "pairs",
    options: [
      { value: "drop", label: "No row" },
      { value: "keep", label: "As the method decides" },
    ],
  },
  {
    key: "rulings",
    flag: "rulings",
    label: "Reviewers' rulings",
    about: "What a ruling does.",
    group: "votes",
    only: "pairs",
    options: [
      { value: "outrank", label: "Outrank all votes" },
      { value: "ignore", label: "Are not looked at" },
      { value: "only", label: "Only pairs that have one" },
    ],
  },
  {
    key: "minVotes",
    flag: "min-votes",
    label: "Votes at least",
    about: "Least number of votes on a pair.",
    group: "votes",
    only: "pairs",
    value: "N",
  },
  {
    key: "minAgreement",
    flag: "min-agreement",
    label: "Agreement at least, in %",
    about: "Least share of the votes for the winner.",
    group: "votes",
    only: "pairs",
    value: "PERCENT",
  },
  {
    key: "minStrength",
    flag: "min-strength",
    label: "Strength at least",
    about: "Least mean strength towards the winner.",
    group: "votes",
    only: "pairs",
    value: "LEVEL",
  },
  {
    key: "imported",
    flag: "imported",
    label: "Imported labels too",
    about: "Labels that came with the data, for pairs that nobody here has judged.",
    group: "votes",
    isSwitch: true,
  },
  {
    key: "kwise",
    flag: "kwise",
    label: "Pairs of a ranking",
    about: "Which pairs of a ranking become rows.",
    group: "rankings",
    only: "pairs",
    options: named(kwisePolicies, kwiseLabels),
  },
  {
    key: "margin",
    flag: "margin",
    label: "Margin",
    about: "The margin of each level, in formats that have one.",
    group: "rankings",
    only: "margin",
    options: named(marginRules, marginLabels),
  },
  {
    key: "seed",
    flag: "seed",
    label: "Seed",
    about: "Draws the pair of a prompt and the sides of formats with an A and a B.",
    group: "rankings",
    only: "pairs",
    value: "TEXT",
  },
  {
    key: "from",
    flag: "from",
    label: "Answers from",
    about: "First day or time (UTC) of the answers.",
    group: "filters",
    value: "DAY",
  },
  {
    key: "until",
    flag: "until",
    label: "Answers before",
    about: "Answers before this day or time (UTC).",
    group: "filters",
    value: "DAY",
  },
  {
    key: "criteria",
    flag: "criteria",
    label: "Criteria",
    about: "Only these criteria.",
    group: "filters",
    only: "pairs",
    value: "A,B",
    isList: true,
  },
  {
    key: "rounds",
    flag: "rounds",
    label: "Rounds",
    about: "Only these rounds.",
    group: "filters",
    value: "1,2",
    isList: true,
  },
  {
    key: "cohorts",
    flag: "cohorts",
    label: "Cohorts",
    about: "Only answers from these cohorts.",
    group: "filters",
    value: "A,B",
    isList: true,
  },
  {
    key: "guidelines",
    flag: "guidelines",
    label: "Guideline versions",
    about: "Only answers under these versions.",
    group: "filters",
    value: "1,2",
    isList: true,
  },
  {
    key: "protocols",
    flag: "protocols",
    label: "Protocol versions",
    about: "Only answers under these versions.",
    group: "filters",
    value: "1,2",
    isList: true,
  },
  {
    key: "models",
    flag: "models",
    label: "Models",
    about: "Only pairs whose texts both come from these.",
    group: "filters",
    only: "pairs",
    value: "A,B",
    isList: true,
  },
  {
    key: "withoutModels",
    flag: "without-models",
    label: "Not these models",
    about: "No pair with a text of these alone.",
    group: "filters",
    only: "pairs",
    value: "A,B",
    isList: true,
  },
  {
    key: "tags",
    flag: "tags",
    label: "Tags",
    about: "Only prompts with one of these tags.",
    group: "filters",
    value: "A,B",
    isList: true,
  },
  {
    key: "languages",
    flag: "languages",
    label: "Languages",
    about: "Only prompts in these.",
    group: "filters",
    value: "en,de",
    isList: true,
  },
  {
    key: "useCases",
    flag: "use-cases",
    label: "Use cases",
    about: "Only prompts of these.",
    group: "filters",
    value: "A,B",
    isList: true,
  },
  {
    key: "annotators",
    flag: "annotators",
    label: "Annotators",
    about: "Only these people, by pseudonym.",
    group: "filters",
    value: "p_1,p_2",
    isList: true,
  },
  {
    key: "withoutAnnotators",
    flag: "without-annotators",
    label: "Not these annotators",
    about: "Without these people, by pseudonym.",
    group: "filters",
    value: "p_1,p_2",
    isList: true,
  },
  {
    key: "minActiveMs",
    flag: "min-active-ms",
    label: "Active time at least, in ms",
    about: "Leaves out faster answers, and those without a measured time.",
    group: "filters",
    value: "MS",
  },
  {
    key: "blindOnly",
    flag: "blind-only",
    label: "Only blind answers",
    about: "Only of people who saw neither models nor results.",
    group: "filters",
    isSwitch: true,
  },
  {
    key: "include",
    flag: "include",
    label: "Count as well",
    about: "Kinds of answer that stay out otherwise.",
    group: "filters",
    isList: true,
    value: includable.join(","),
    options: include,
  },
  {
    key: "container",
    flag: "container",
    label: "File type",
    about: "How the rows are wrapped; what the format's readers open.",
    group: "files",
    options: named(containers, containerLabels),
  },
  {
    key: "template",
    flag: "template",
    label: "Words between turns",
    about: "How a conversation is written as one string, in formats of strings.",
    group: "files",
    only: "text",
    options: textTemplates.map((value) => ({ value, label: templates[value].label })),
  },
  {
    key: "license",
    flag: "license",
    label: "Licence",
    about: "Identifier for the card, LICENSE and croissant.json: cc-by-4.0, mit, other …",
    group: "files",
    value: "ID",
  },
  {
    key: "freeText",
    flag: "no-free-text",
    label: "Notes, rationales and comments",
    about: "Leave out what people wrote in their own words.",
    group: "files",
    isSwitch: true,
    isNegative: true,
  },
  {
    key: "shardBytes",
    flag: "shard-size",
    label: "Largest file, in bytes",
    about: "Where a data file is cut.",
    group: "files",
    value: "BYTES",
  },
]

export function settingLabel(key: string): string {
  const entry = settingList.find((candidate) => candidate.key === key)
  return entry ? `"${entry.label}" (--${entry.flag})` : `"${key}"`
}
