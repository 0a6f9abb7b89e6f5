import { getLesson } from "@/server/annotate/get-lesson"
import { route } from "@/server/http/route"

export const GET = route({ access: { project: "annotations:create" } }, ({ access }) => getLesson(access))
