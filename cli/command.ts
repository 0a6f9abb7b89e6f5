import type { ParseArgsConfig } from "node:util"

/**
 * One command of the `diptych` program. cli/main.ts parses, prints help, opens and closes the
 * database and turns errors into exit codes; a command only works.
 *
 * Exit codes: 0 done · 1 refused or failed (the message says why) · 2 wrong usage · 130 cancelled.
 */
export type Command = {
  /** As typed, e.g. `project create`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Positional arguments as shown in the usage line, e.g. `SLUG` or `FILE…`. */
  readonly usage: string
  /** Text under the usage line: what each option means, with an example. */
  readonly help: string
  readonly options: NonNullable<ParseArgsConfig["options"]>
  /** False for commands that work without the database, like `verify`; some need it only without arguments, or with an option. */
  readonly database: boolean | ((positionals: readonly string[], values: CommandCall["values"]) => boolean)
  readonly run: (call: CommandCall) => Promise<CommandResult>
}

export type CommandCall = {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  /** Progress and remarks for people: always on stderr. */
  readonly say: (line: string) => void
  /** Ctrl-C. */
  readonly signal: AbortSignal
}

export type CommandResult = {
  /** Printed as one object with `--json`. */
  readonly json: object
  /** Printed on stdout without `--json`. */
  readonly text: string
  /** Default 0. */
  readonly exitCode?: number
}
