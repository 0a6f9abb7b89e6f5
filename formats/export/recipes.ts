import type { RunFacts, RunRecipe } from "@/formats/export/format"

// What to type for each trainer, in one place. MODEL stands for a model of the reader's.

/** TRL's command line on the whole folder, typed by the card. */
export function trl(command: "reward" | "dpo" | "kto" | "sft", { config, test }: RunFacts): RunRecipe {
  return {
    consumer: `TRL (trl ${command})`,
    language: "sh",
    code: [
      `trl ${command} \\`,
      "  --model_name_or_path MODEL \\",
      "  --dataset_name . \\",
      `  --dataset_config ${config} \\`,
      ...(test === undefined
        ? ["  --eval_strategy no \\"]
        : ["  --dataset_test_split test \\", "  --eval_strategy steps \\"]),
      "  --output_dir ./out",
    ].join("\n"),
    ...(command === "reward" && {
      note: "Pairs with a side of more than --max_length tokens (1024 unless told) are dropped. The card has the lengths in characters.",
    }),
  }
}

export function loadDataset({ config }: RunFacts): RunRecipe {
  return {
    consumer: "datasets",
    language: "python",
    code: `from datasets import load_dataset\n\ndata = load_dataset(".", "${config}")`,
  }
}

/** OpenRLHF 0.11 names its data flags with dots; several files are separated by commas. */
export function openRlhf(facts: RunFacts, data: readonly string[]): RunRecipe {
  return {
    consumer: "OpenRLHF (0.11)",
    language: "sh",
    code: [
      "deepspeed --module openrlhf.cli.train_rm \\",
      `  --data.dataset ${filesOf(facts, "train").join(",")} \\`,
      ...(facts.test === undefined
        ? []
        : [`  --eval.dataset ${filesOf(facts, "test").join(",")} --eval.split train \\`]),
      ...data.map((line, index) => `  ${line}${index === data.length - 1 ? "" : " \\"}`),
    ].join("\n"),
    note: "Add the model, output and optimiser flags of your version. Only plain .jsonl and .parquet are opened.",
  }
}

/** Paths of the shown config's files of one split. */
export function filesOf({ files, config }: RunFacts, split: string): string[] {
  return files.filter((file) => file.config === config && file.split === split).map((file) => file.path)
}

/** The first training file, or a name in its place. */
export function trainFile({ train }: RunFacts): string {
  return train ?? "train.jsonl"
}

/** LLaMA-Factory: a YAML for llamafactory-cli, on the dataset_info.json of the folder. */
export function llamaFactory(facts: RunFacts, stage: "rm" | "dpo" | "kto"): RunRecipe {
  const names = filesOf(facts, "train").map(datasetNameOf)
  const tests = filesOf(facts, "test").map(datasetNameOf)
  return {
    consumer: `LLaMA-Factory (${stage})`,
    language: "yaml",
    code: [
      "# llamafactory-cli train this.yaml",
      "model_name_or_path: MODEL",
      "trust_remote_code: true",
      `stage: ${stage}`,
      "do_train: true",
      "finetuning_type: lora",
      "dataset_dir: .",
      `dataset: ${names.join(",")}`,
      ...(tests.length === 0 ? [] : [`eval_dataset: ${tests.join(",")}`]),
      "template: TEMPLATE_OF_YOUR_MODEL",
      "cutoff_len: 2048",
      "output_dir: ./out",
    ].join("\n"),
    note: "dataset_info.json of this folder names the files and their columns. Compressed files are refused by LLaMA-Factory.",
  }
}

/** `llamafactory_sharegpt/train-00000-of-00002.jsonl` is `llamafactory_sharegpt_train_00000`. */
export function datasetNameOf(path: string): string {
  return path.replace(/-of-\d+\..*$/, "").replaceAll(/[/-]/g, "_")
}
