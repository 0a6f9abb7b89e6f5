/** One line of JSON on stderr, for whoever runs the instance. Never a token, a password or a person's text. */
export function logError(entry: Readonly<Record<string, unknown>>): void {
  // oxlint-disable-next-line no-console -- the one place that logs
  console.error(JSON.stringify({ level: "error", at: new Date().toISOString(), ...entry }))
}
