import { importCommand } from "@/cli/commands/import"
import { projectCreateCommand } from "@/cli/commands/project-create"
import type { Command } from "@/cli/command"

/** Every command of the program, in the order of the help text. A new command is a line here. */
export const commands: readonly Command[] = [projectCreateCommand, importCommand]
