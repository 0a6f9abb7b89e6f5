import type { Endpoint } from "@/server/api/endpoint"
import { contentEndpoints } from "@/server/api/endpoints/content"
import { memberEndpoints } from "@/server/api/endpoints/members"
import { projectEndpoints } from "@/server/api/endpoints/projects"
import { transferEndpoints } from "@/server/api/endpoints/transfers"

/** Every operation of the API, in the order of its documentation. A new one is a line in its file. */
export const endpoints: readonly Endpoint[] = [
  ...projectEndpoints,
  ...contentEndpoints,
  ...memberEndpoints,
  ...transferEndpoints,
]
