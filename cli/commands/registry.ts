import { analyzeCommand } from "@/cli/commands/analyze"
import { apiKeyCreateCommand } from "@/cli/commands/api-key-create"
import { apiKeyListCommand } from "@/cli/commands/api-key-list"
import { apiKeyRevokeCommand } from "@/cli/commands/api-key-revoke"
import { auditExportCommand } from "@/cli/commands/audit-export"
import { auditSealCommand } from "@/cli/commands/audit-seal"
import { auditVerifyCommand } from "@/cli/commands/audit-verify"
import { demonstrationAskCommand } from "@/cli/commands/demonstration-ask"
import { diffCommand } from "@/cli/commands/diff"
import { exportCommand } from "@/cli/commands/export"
import { goldImportCommand } from "@/cli/commands/gold-import"
import { importCommand } from "@/cli/commands/import"
import { personEraseCommand } from "@/cli/commands/person-erase"
import { personExportCommand } from "@/cli/commands/person-export"
import { projectCreateCommand } from "@/cli/commands/project-create"
import { promptCountCommand } from "@/cli/commands/prompt-count"
import { promptDuplicatesCommand } from "@/cli/commands/prompt-duplicates"
import { promptExportCommand } from "@/cli/commands/prompt-export"
import { promptHoldCommand, promptReleaseCommand } from "@/cli/commands/prompt-hold"
import { protocolExportCommand } from "@/cli/commands/protocol-export"
import { protocolImportCommand } from "@/cli/commands/protocol-import"
import { rollupRebuildCommand } from "@/cli/commands/rollup-rebuild"
import { roundCreateCommand } from "@/cli/commands/round-create"
import { roundListCommand } from "@/cli/commands/round-list"
import { signInLinkCommand } from "@/cli/commands/sign-in-link"
import { statusCommand } from "@/cli/commands/status"
import { userAddCommand } from "@/cli/commands/user-add"
import { verifyCommand } from "@/cli/commands/verify"
import { webhookCreateCommand } from "@/cli/commands/webhook-create"
import { webhookListCommand } from "@/cli/commands/webhook-list"
import { webhookLogCommand } from "@/cli/commands/webhook-log"
import { webhookRemoveCommand } from "@/cli/commands/webhook-remove"
import { webhookReplayCommand } from "@/cli/commands/webhook-replay"
import type { Command } from "@/cli/command"

/** Every command of the program, in the order of the help text. A new command is a line here. */
export const commands: readonly Command[] = [
  projectCreateCommand,
  protocolExportCommand,
  protocolImportCommand,
  roundCreateCommand,
  roundListCommand,
  importCommand,
  promptCountCommand,
  promptDuplicatesCommand,
  promptExportCommand,
  promptHoldCommand,
  promptReleaseCommand,
  goldImportCommand,
  demonstrationAskCommand,
  exportCommand,
  verifyCommand,
  diffCommand,
  userAddCommand,
  signInLinkCommand,
  apiKeyCreateCommand,
  apiKeyListCommand,
  apiKeyRevokeCommand,
  webhookCreateCommand,
  webhookListCommand,
  webhookLogCommand,
  webhookReplayCommand,
  webhookRemoveCommand,
  personExportCommand,
  personEraseCommand,
  auditVerifyCommand,
  auditExportCommand,
  auditSealCommand,
  analyzeCommand,
  rollupRebuildCommand,
  statusCommand,
]
