import type { Readable } from "node:stream"

/**
 * A stream of Node as the body of an answer, read only as it is asked for. (Node's own `Readable.toWeb` throws
 * outside of anybody's reach when a reader leaves while data is on its way, which would end the process.)
 */
export function toBody(source: Readable): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  // Until somebody reads, a failure is nobody's; the reader gets it.
  source.on("error", () => {})
  return new ReadableStream(
    {
      pull: async (controller) => {
        const next = await chunks.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      cancel: () => {
        source.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}
