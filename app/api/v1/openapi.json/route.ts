import { toOpenApi } from "@/server/api/openapi"
import { requestOrigin } from "@/server/http/request-origin"
import { route } from "@/server/http/route"

/** The document of the API. Public: it says what can be asked, not what there is. */
export const GET = route({ access: "public" }, async ({ request }) =>
  toOpenApi(requestOrigin(request.headers)),
)
