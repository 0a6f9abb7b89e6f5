import { handleCall } from "@/server/api/handle-call"

type ApiContext = { readonly params: Promise<{ readonly path: readonly string[] }> }

/**
 * Makes the handler of the HTTP API: the registry of server/api/ says which call is what, checks the
 * key and the input, and turns errors into problem documents. No cookie is read, so no page of another
 * site can make a browser call it.
 */
export function apiRoute(): (request: Request, context: ApiContext) => Promise<Response> {
  return async (request, context) => handleCall(request, (await context.params).path)
}
