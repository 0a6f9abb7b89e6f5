import { expect, it } from "vitest"
import { parseSetCookie } from "@/server/auth/apply-cookies"

it("reads what next-auth writes", () => {
  const line = "a.b=x%20y%3D; Path=/; Expires=Sun, 20 Dec 2026 10:00:00 GMT; HttpOnly; Secure; SameSite=Lax"
  expect(parseSetCookie(line)).toEqual({
    name: "a.b",
    value: "x y=",
    options: {
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      expires: new Date("2026-12-20T10:00:00Z"),
    },
  })
  expect(parseSetCookie("a=; Max-Age=0; Path=/x")).toMatchObject({
    value: "",
    options: { path: "/x", maxAge: 0, httpOnly: false, secure: false },
  })
})
