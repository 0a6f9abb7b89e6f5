import { parseArgs } from "node:util"
import type { Command, CommandResult } from "@/cli/command"
import { findCommand, nearestCommand } from "@/cli/find-command"
import { commandHelp, program, programHelp } from "@/cli/help"
import { UsageError } from "@/cli/usage-error"
import { DiptychError } from "@/core/errors"

export type Streams = { readonly out: (text: string) => void; readonly err: (text: string) => void }

export type RunOptions = Streams & {
  readonly commands: readonly Command[]
  readonly signal: AbortSignal
  /** Called before a command that uses the database, */
  readonly openDatabase?: () => Promise<void>
  /** and after it. */
  readonly closeDatabase: () => Promise<void>
}

/** Runs one command line and returns the exit code. Never throws for what a person could mend. */
export async function runCommandLine(words: readonly string[], options: RunOptions): Promise<number> {
  const { commands, out, err } = options
  const json = words.includes("--json")
  const first = words[0]
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    out(programHelp(commands))
    return first === undefined ? 2 : 0
  }
  const found = findCommand(commands, words)
  if (!found) return report(unknownCommand(commands, words), json, options)
  if (found.rest.includes("--help") || found.rest.includes("-h")) {
    out(commandHelp(found.command))
    return 0
  }
  try {
    const result = await call(found.command, found.rest, options)
    if (json) out(JSON.stringify(result.json))
    else if (result.text !== "") out(result.text)
    return result.exitCode ?? 0
  } catch (error) {
    return report(error, json, { out, err, signal: options.signal }, found.command)
  } finally {
    if (found.command.database !== false) await options.closeDatabase()
  }
}

async function call(command: Command, rest: readonly string[], options: RunOptions): Promise<CommandResult> {
  const parsed = parse(command, rest)
  const { database } = command
  const { positionals, values } = parsed
  if (typeof database === "function" ? database(positionals, values) : database)
    await options.openDatabase?.()
  return command.run({ ...parsed, say: options.err, signal: options.signal })
}

function parse(command: Command, rest: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...rest],
      options: { ...command.options, json: { type: "boolean" } },
      allowPositionals: true,
      strict: true,
    })
    return { positionals, values }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function unknownCommand(commands: readonly Command[], words: readonly string[]): UsageError {
  const typed = words.filter((word) => !word.startsWith("-")).join(" ")
  const nearest = nearestCommand(commands, words)
  const hint = nearest ? ` Did you mean "${nearest.name}"?` : ""
  return new UsageError(`There is no command "${typed}".${hint} "${program} --help" lists all commands.`)
}

function report(
  error: unknown,
  json: boolean,
  options: Streams & Pick<RunOptions, "signal">,
  command?: Command,
): number {
  const code = exitCodeOf(error, options.signal)
  const message = code === 130 ? "Cancelled; nothing was changed." : messageOf(error)
  options.err(message)
  if (error instanceof UsageError && command) {
    options.err(`"${program} ${command.name} --help" explains its arguments.`)
  }
  if (json)
    options.out(JSON.stringify({ error: { code: codeOf(error, code), message, ...detailsOf(error) } }))
  return code
}

function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return 130
  return error instanceof UsageError ? 2 : 1
}

function codeOf(error: unknown, exitCode: number): string {
  if (exitCode === 130) return "CANCELLED"
  if (error instanceof UsageError) return "USAGE"
  return error instanceof DiptychError ? error.code : "INTERNAL"
}

function detailsOf(error: unknown): object {
  return error instanceof DiptychError ? { details: error.details } : {}
}

function messageOf(error: unknown): string {
  if (error instanceof DiptychError || error instanceof UsageError) return error.message
  // A fault of ours: on the command line the person has the machine, so the whole trace helps.
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
