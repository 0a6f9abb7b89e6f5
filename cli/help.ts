import type { Command } from "@/cli/command"

export const program = "diptych"

/** The list of commands. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length))
  return [
    `Usage: ${program} <command> [options]`,
    "",
    "Commands:",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "Every command knows --help, and --json to print one JSON object on stdout (all else goes to stderr).",
    "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 cancelled.",
  ].join("\n")
}

export function commandHelp(command: Command): string {
  return [
    command.summary,
    "",
    `Usage: ${[program, command.name, command.usage, "[options]"].filter(Boolean).join(" ")}`,
    "",
    command.help.trim(),
    "",
    "  --json   print one JSON object on stdout; all else goes to stderr",
    "  --help   print this text",
  ].join("\n")
}
