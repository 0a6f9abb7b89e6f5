import { z } from "zod"
import { answerAuthRequest } from "@/server/auth/auth-response"
import { route } from "@/server/http/route"

const params = z.object({ nextauth: z.array(z.string()).min(1) })

export const GET = route({ access: "public", params }, async ({ request, params: { nextauth } }) =>
  answerAuthRequest(request, nextauth),
)

export const POST = route({ access: "public", params }, async ({ request, params: { nextauth } }) =>
  answerAuthRequest(request, nextauth),
)
