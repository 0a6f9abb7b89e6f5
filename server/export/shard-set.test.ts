import { createHash } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import fc from "fast-check"
import { expect, test } from "vitest"
import { type OpenShard, ShardSet } from "@/server/export/shard-set"

/** Cut between any two characters. */
function pieces(line: string): string[] {
  return line.match(/.{1,3}/gsu) ?? [line]
}

/** Files in memory whose writes take their time; counts those that are open. */
function slowFiles(failAt = Infinity) {
  const files = new Map<string, Buffer[]>()
  const open = new Set<string>()
  let writes = 0
  const openShard: OpenShard = async (config, split, index) => {
    const name = `${config}/${split}-${index}`
    const chunks: Buffer[] = []
    files.set(name, chunks)
    open.add(name)
    return {
      write: async (chunk) => {
        await setImmediate()
        if (++writes >= failAt) throw new Error("The disk is full.")
        chunks.push(Buffer.from(chunk))
      },
      writeMarks: async () => setImmediate(),
      close: async () => void open.delete(name),
      abandon: async () => void open.delete(name),
    }
  }
  return { files, open, openShard }
}

test("the files hold the lines in their order while the disk is slower than the lines are", async () => {
  const line = fc.record({ split: fc.constantFrom("train", "test"), text: fc.string({ unit: "grapheme" }) })
  const batches = fc.array(fc.array(line, { maxLength: 8 }), { maxLength: 8 })
  // Long lines fill the chunks that are written; short ones stay until the end.
  const stretch = fc.constantFrom(1, 4000)
  await fc.assert(
    fc.asyncProperty(batches, stretch, fc.integer({ min: 60, max: 400_000 }), async (all, times, most) => {
      const { files, open, openShard } = slowFiles()
      const set = new ShardSet(most, openShard)
      for (const batch of all) {
        for (const { split, text } of batch) {
          set.add({ config: "preference", split, pieces: pieces(JSON.stringify(text.repeat(times))) })
        }
        await set.ready()
      }
      const shards = await set.finish()
      expect(open.size).toBe(0)
      for (const split of ["train", "test"] as const) {
        const own = shards.filter((shard) => shard.split === split)
        const bytes = own.map(({ config, index }) =>
          Buffer.concat(files.get(`${config}/${split}-${index}`) ?? []),
        )
        const wanted = all.flat().filter((one) => one.split === split)
        expect(Buffer.concat(bytes).toString()).toBe(
          wanted.map(({ text }) => `${JSON.stringify(text.repeat(times))}\n`).join(""),
        )
        for (const [at, shard] of own.entries()) {
          const content = bytes[at] ?? Buffer.alloc(0)
          expect(shard.bytes).toBe(content.length)
          expect(shard.sha256).toBe(createHash("sha256").update(content).digest("hex"))
          if (shard.rows > 1) expect(shard.bytes).toBeLessThanOrEqual(most)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test("a write that fails is told with the next lines, and then no file stays open", async () => {
  const { open, openShard } = slowFiles(2)
  const set = new ShardSet(10_000_000, openShard)
  const work = async () => {
    for (let batch = 0; batch < 20; batch++) {
      set.add({ config: "preference", split: "train", pieces: ["x".repeat(200_000)] })
      await set.ready()
    }
  }
  await expect(work()).rejects.toThrow("The disk is full.")
  expect(open.size).toBe(1)
  await set.abandon()
  expect(open.size).toBe(0)
})
