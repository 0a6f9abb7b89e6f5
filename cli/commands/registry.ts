import { exportCommand } from "@/cli/commands/export"
import { importCommand } from "@/cli/commands/import"
import { projectCreateCommand } from "@/cli/commands/project-create"
import { signInLinkCommand } from "@/cli/commands/sign-in-link"
import { statusCommand } from "@/cli/commands/status"
import { userAddCommand } from "@/cli/commands/user-add"
import { verifyCommand } from "@/cli/commands/verify"
import type { Command } from "@/cli/command"

/** Every command of the program, in the order of the help text. A new command is a line here. */
export const commands: readonly Command[] = [
  projectCreateCommand,
  importCommand,
  exportCommand,
  verifyCommand,
  userAddCommand,
  signInLinkCommand,
  statusCommand,
]
