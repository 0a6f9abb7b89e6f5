import { Instrument } from "@/components/annotate/loop/instrument"
import { MemoryStore } from "@/components/annotate/preview/memory-store"
import type { Sample } from "@/core/annotate/sample-task"
import { toPreviewLease } from "@/core/annotate/sample-task"
import type { WireProtocol } from "@/core/annotate/wire"

let previews = 0

/**
 * The very instrument of the annotate page, on a store in memory and a line that goes nowhere: the
 * sample comes again and again, and what is answered is gone.
 */
export function makePreviewInstrument(slug: string, protocol: WireProtocol, sample: Sample): Instrument {
  const account = `preview-${++previews}`
  let served = 0
  const answers: Readonly<Record<string, (body: { readonly have?: readonly string[] }) => object>> = {
    lease: ({ have = [] }) => {
      const lease = toPreviewLease(sample, protocol, served++, new Date().toISOString())
      return have.length < 2 ? lease : { ...lease, tasks: [] }
    },
    renew: () => ({ leases: [], gone: [] }),
    recall: () => ({ tasks: [], texts: {} }),
  }
  return new Instrument(account, slug, {
    store: new MemoryStore(account, slug),
    fetch: async (url, init) => {
      const answer = answers[url.split("/").at(-1) ?? ""]
      // The instrument writes its own bodies (components/annotate/loop/line.ts).
      const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as {
        readonly have?: readonly string[]
      }
      return Promise.resolve(Response.json(answer?.(body) ?? {}))
    },
  })
}
