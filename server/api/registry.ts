import type { Endpoint } from "@/server/api/endpoint"
import { contentEndpoints } from "@/server/api/endpoints/content"
import { duplicateEndpoints } from "@/server/api/endpoints/duplicates"
import { exportEndpoints } from "@/server/api/endpoints/exports"
import { importEndpoints } from "@/server/api/endpoints/imports"
import { memberEndpoints } from "@/server/api/endpoints/members"
import { promptEndpoints } from "@/server/api/endpoints/prompts"
import { projectEndpoints } from "@/server/api/endpoints/projects"

/** Every operation of the API, in the order of its documentation. A new one is a line in its file. */
export const endpoints: readonly Endpoint[] = [
  ...projectEndpoints,
  ...promptEndpoints,
  ...duplicateEndpoints,
  ...contentEndpoints,
  ...memberEndpoints,
  ...importEndpoints,
  ...exportEndpoints,
]
