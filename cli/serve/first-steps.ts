import { loadSample } from "@/cli/serve/load-sample"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { createSignInLink } from "@/server/auth/create-sign-in-link"
import { addMember, createUser } from "@/server/auth/create-user"
import { getInstanceState } from "@/server/data/instance-state"

const owner = "owner@diptych.local"
const annotators = [
  { email: "ada@diptych.local", name: "Ada" },
  { email: "ben@diptych.local", name: "Ben" },
] as const

/**
 * In an empty database: the owner, the sample project with two annotators (unless DIPTYCH_SAMPLE is
 * `0`), and the links to come in. Later: how to make a new link. Returns what to tell the person.
 */
export async function firstSteps(root: string, address: string): Promise<string> {
  const state = await getInstanceState()
  if (state.owner !== null) return `A new sign-in link: npm run -s diptych -- sign-in-link ${state.owner}`
  const cli = { kind: "cli" } as const
  const access = requireInstanceAccess(cli, "users:manage")
  const lines: string[] = []
  if (process.env["DIPTYCH_SAMPLE"] !== "0" && !state.hasOwnProjects) {
    const slug = await loadSample(root)
    const members = await requireProjectAccess(cli, slug, "members:update")
    for (const person of annotators) {
      await addMember(members, { ...person, role: "ANNOTATOR" })
      lines.push(line(`annotator ${person.name}`, await linkFor(person.email)))
    }
  }
  // Last, so that a start that was killed before is taken up again: the instance still has no owner.
  await createUser(access, { email: owner, name: "Owner", role: "OWNER" })
  lines.unshift(line("owner", await linkFor(owner)))
  return `\nSign in, each link once and within 24 hours:\n${lines.join("\n")}\n\nA new link: npm run -s diptych -- sign-in-link ${owner}`

  async function linkFor(email: string): Promise<string> {
    const { url } = await createSignInLink(access, email)
    // The address file is written before, so the link already starts with it.
    return url.startsWith("http") ? url : new URL(url, address).href
  }
}

function line(who: string, url: string): string {
  return `  ${who.padEnd(15)} ${url}`
}
