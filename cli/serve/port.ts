import { createServer } from "node:net"
import { DiptychError } from "@/core/errors"

/** Asked before anything that takes long. Throws CONFLICT with the way on. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new DiptychError("INVALID_INPUT", `PORT is not a port: expected a whole number from 1 to 65535.`)
  }
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = createServer()
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "UNKNOWN"))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
  if (code === undefined) return
  const reason =
    code === "EADDRINUSE"
      ? `Port ${port} is taken, perhaps by a Diptych that is already running.`
      : `Port ${port} on ${host} cannot be used (${code}).`
  throw new DiptychError(
    "CONFLICT",
    `${reason} Stop that program, or choose another port: PORT=${port + 1} npm start`,
  )
}
