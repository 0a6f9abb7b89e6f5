import { z } from "zod"
import type { LeaseResponse, WireProtocol, WireTask, WireText } from "@/core/annotate/wire"
import { wirePanelSchema, wireProtocolSchema, wireTextSchema, wireTurnSchema } from "@/core/annotate/wire"

/** A prompt with some answers, for trying a protocol out. */
export const sampleSchema = z.strictObject({
  prompt: z.array(wireTurnSchema),
  panels: z.array(wirePanelSchema),
  texts: z.record(z.string(), wireTextSchema),
})
export type Sample = z.infer<typeof sampleSchema>

/** What the editor says to the page that shows its protocol. */
export const previewMessageSchema = z.strictObject({
  type: z.literal("diptych-preview"),
  protocol: wireProtocolSchema,
})
export type PreviewMessage = z.infer<typeof previewMessageSchema>

/** What that page says once it listens. */
export const previewReady = "diptych-preview-ready"

const turn = (role: "user" | "assistant", text: string) => ({ role, text })
const plain = (raw: string): WireText => ({ html: `<p>${raw}</p>`, raw, plain: null })

/** For a project without texts of its own. Plain words only: they are put into the page as they are. */
export const inventedSample: Sample = {
  prompt: [turn("user", "prompt")],
  panels: ["one", "two", "three", "four"].map((text) => ({
    turns: [turn("assistant", text)],
    isEmpty: false,
  })),
  texts: {
    prompt: plain("Why does bread rise? Answer in one or two sentences."),
    one: plain(
      "Yeast eats the sugar in the dough and gives off gas, which is caught in it and makes it swell.",
    ),
    two: plain("Because of the heat of the oven."),
    three: plain(
      "Bread rises since yeast, a living fungus, ferments sugars into alcohol and carbon dioxide. The gluten of the flour holds the gas, so the dough grows until the oven makes it firm.",
    ),
    four: plain("It rises because of the yeast that is in it."),
  },
}

/** How many texts a task of this kind shows, of so many there are. */
function textsOf(kind: WireProtocol["kind"], there: number): number {
  return { DEMONSTRATION: 0, RATING: 1, PAIRWISE: 2, RANKING: Math.min(there, 6) }[kind]
}
const fewest = { DEMONSTRATION: 0, RATING: 1, PAIRWISE: 2, RANKING: 3 } as const

/** Whether a task of this kind can be made out of the texts. */
export function suitsKind(sample: Sample, kind: WireProtocol["kind"]): boolean {
  return sample.panels.length >= fewest[kind]
}

const shown = 3

/** What the server would answer to a call for tasks: the same sample a few times, so that keys go on. */
export function toPreviewLease(
  sample: Sample,
  protocol: WireProtocol,
  serial: number,
  now: string,
): LeaseResponse {
  const task = (index: number): WireTask => ({
    token: `preview-${serial}-${index}`.padEnd(22, "-").slice(0, 22),
    kind: protocol.kind,
    prompt: sample.prompt,
    panels: sample.panels.slice(0, textsOf(protocol.kind, sample.panels.length)),
    leaseExpiresAt: now,
  })
  return {
    account: "",
    serverTime: now,
    state: "ok",
    more: false,
    tasks: Array.from({ length: shown }, (_, index) => task(index)),
    texts: sample.texts,
    held: [],
    gone: [],
    leaseAhead: shown,
    blurContent: false,
    breakAfterMin: 0,
    protocol,
    protocolVersion: protocol.version,
    guidelines: null,
    guidelineVersion: null,
    answers: [],
    answersStamp: "",
    progress: null,
  }
}
