import { expect, it } from "vitest"
import { browserName } from "@/components/account/browser-name"

it("names browsers that name each other", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
  const iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
  expect(browserName(chrome)).toBe("Chrome on Linux")
  expect(browserName(`${chrome} Edg/141.0.0.0`)).toBe("Edge on Linux")
  expect(browserName(iphone)).toBe("Safari on iPhone")
  expect(browserName("curl/8.0")).toBe("Another program")
  expect(browserName("")).toBe("Another program")
})
