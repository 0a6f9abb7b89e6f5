import { expect, it } from "vitest"
import { readSources } from "@/tests/architecture/read-sources"

/** Routes that are made by hand, each for its reason. */
const byHand: Readonly<Record<string, string>> = {
  "app/api/health/route.ts":
    "asked by machines before anybody can be signed in; must answer when the database does not",
  "app/api/v1/[...path]/route.ts":
    "made by apiRoute(): keys instead of sessions, problem documents instead of our own errors",
}

/** Server actions made by hand, each for its reason. */
const actionsByHand: Readonly<Record<string, string>> = {
  "app/projects/sign-out.ts": "a form without arguments around an action() of its own, then the redirect",
}

const methods =
  /export\s+(?:const|async function|function)\s+(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b\s*(=\s*route\()?/g

function handlersWithoutWrapper(code: string): readonly string[] {
  const named = [...code.matchAll(methods)]
    .filter((match) => match[2] === undefined)
    .map((match) => match[1] ?? "")
  // `export { handler as GET }` would hide one.
  return /export\s*\{/.test(code) ? [...named, "export {…}"] : named
}

function actionsWithoutWrapper(code: string): readonly string[] {
  const exported = [
    ...code.matchAll(/export\s+(default\s+)?(?:const|async function|function)\s+(\w+)\s*(=\s*action\()?/g),
  ]
  const named = exported.filter((match) => match[3] === undefined).map((match) => match[2] ?? "")
  return /export\s*(\{|default)/.test(code) ? [...named, "export {…}"] : named
}

it("makes every route handler by route()", () => {
  const routes = readSources("app").filter(({ path }) => path.endsWith("/route.ts"))
  expect(routes.length).toBeGreaterThan(5)
  const found = routes.filter(({ code }) => handlersWithoutWrapper(code).length > 0).map(({ path }) => path)
  expect(found.sort()).toEqual(Object.keys(byHand).sort())
})

it("makes every server action by action()", () => {
  const files = readSources("app", "components", "server").filter(({ code }) =>
    /^\s*["']use server["']/m.test(code),
  )
  expect(files.length).toBeGreaterThan(2)
  const found = files.filter(({ code }) => actionsWithoutWrapper(code).length > 0).map(({ path }) => path)
  expect(found.sort()).toEqual(Object.keys(actionsByHand).sort())
})

it("keeps server actions in app/, where the file is one", () => {
  const inside = readSources("app", "components", "server").filter(({ code }) =>
    /["']use server["']/.test(code),
  )
  expect(inside.filter(({ path }) => !path.startsWith("app/")).map(({ path }) => path)).toEqual([])
  // An action inside a component closes over what the page knows and sends it to the browser.
  expect(inside.filter(({ code }) => !/^\s*["']use server["']/.test(code)).map(({ path }) => path)).toEqual(
    [],
  )
})

it("sees a handler that goes round the wrapper", () => {
  expect(handlersWithoutWrapper("export const GET = route({}, x)")).toEqual([])
  expect(handlersWithoutWrapper("export async function GET() {}")).toEqual(["GET"])
  expect(handlersWithoutWrapper("export const POST = handler")).toEqual(["POST"])
  expect(handlersWithoutWrapper("export { handler as PUT }")).toEqual(["export {…}"])
  expect(actionsWithoutWrapper("export const save = action({}, x)")).toEqual([])
  expect(actionsWithoutWrapper("export async function save() {}")).toEqual(["save"])
})
