/**
 * Whether an error only says that the caller of this request has left: nobody gets the answer, and it is no
 * fault that anybody should find in the log. 499 is what proxies write down for it.
 */
export function leftAnswer({ signal }: Request, thrown: unknown): Response | undefined {
  return signal.aborted && thrown === signal.reason ? new Response(null, { status: 499 }) : undefined
}
