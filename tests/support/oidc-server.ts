import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import Provider from "oidc-provider"

export type Claims = { email?: string; email_verified?: boolean; name?: string }

/**
 * A real OpenID Connect server on a free port. It has one client, asks for PKCE, and signs in
 * whoever its login form names; `people` says what it knows of them.
 */
export async function startOidcServer(redirectUris: readonly string[], people: Map<string, Claims>) {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: "diptych", client_secret: "oidc-client-key", redirect_uris: [...redirectUris] }],
    cookies: { keys: ["only for this test"] },
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...people.get(sub) }),
    }),
  })
  const handle = provider.callback()
  server.on("request", (request, response) => void handle(request, response))
  const stop = async () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { issuer, stop }
}

/** A person at the provider: follows redirects, fills its forms in, until it sends them back to us. */
export async function visitProvider(location: string, sub: string, ours: string): Promise<URL> {
  const jar = new Map<string, string>()
  let url = new URL(location)
  let form: URLSearchParams | undefined
  for (let hop = 0; hop < 20; hop += 1) {
    if (url.href.startsWith(ours)) return url
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie },
      ...(form && { body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1)
      const at = pair.indexOf("=")
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const next = response.headers.get("location")
    form = undefined
    if (next) {
      url = new URL(next, url)
      continue
    }
    const html = await response.text()
    const action = html.match(/<form[^>]*action="([^"]+)"/)?.[1]
    const prompt = html.match(/name="prompt" value="(\w+)"/)?.[1]
    if (!action || !prompt) throw new Error(`the provider shows: ${html.slice(0, 2000)}`)
    url = new URL(action, url)
    form = new URLSearchParams({ prompt, login: sub, password: "any" })
  }
  throw new Error("the provider sends in circles")
}
