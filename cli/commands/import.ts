import type { Command } from "@/cli/command"
import { projectOptions } from "@/cli/commands/project-create"

export const importCommand: Command = {
  name: "import",
  summary: "Import prompts and completions",
  usage: "FILE…",
  help: "",
  options: { ...projectOptions },
  database: true,
  run: () => Promise.reject(new Error("being built")),
}
