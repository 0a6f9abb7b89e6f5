/** Lines as a body that is made while it is sent; a reader that goes away ends their making. */
export function streamLines(lines: AsyncGenerator<string>, headers: Record<string, string>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // Some at a time: a line by itself costs more in hand-over than in making.
      let text = ""
      while (text.length < 64 * 1024) {
        const next: IteratorResult<string, unknown> = await lines.next()
        if (next.done) {
          if (text !== "") controller.enqueue(encoder.encode(text))
          controller.close()
          return
        }
        text += `${next.value}\n`
      }
      controller.enqueue(encoder.encode(text))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
  return new Response(body, { headers: { ...headers, "cache-control": "no-store" } })
}
