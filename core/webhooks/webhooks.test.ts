import { createHmac } from "node:crypto"
import fc from "fast-check"
import { expect, it } from "vitest"
import { retryDelays, secondsUntilRetry } from "@/core/webhooks/retry"
import { signWebhook } from "@/core/webhooks/signature"

it("signs the example of the specification", () => {
  expect(
    signWebhook(
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      "msg_p5jXN8AQM9LWM0D4loKWxJek",
      1_614_265_330,
      '{"test": 2432232314}',
    ),
  ).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
})

it("signs as Node's own HMAC does, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      fc.string({ unit: "grapheme" }),
      (key, body) => {
        const secret = Buffer.from(key).toString("base64")
        const other = createHmac("sha256", key).update(`id.7.${body}`).digest("base64")
        expect(signWebhook(`whsec_${secret}`, "id", 7, body)).toBe(`v1,${other}`)
      },
    ),
  )
})

it("waits longer after each failure, and gives up after the last", () => {
  const waits = retryDelays.map((_, index) => secondsUntilRetry(index + 1, 0))
  expect(waits).toEqual([...retryDelays])
  expect(secondsUntilRetry(retryDelays.length + 1, 0)).toBeNull()
  expect(secondsUntilRetry(1, 0.99)).toBeLessThanOrEqual(6)
})
