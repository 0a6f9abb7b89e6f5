import { apiRoute } from "@/server/http/api-route"

export const GET = apiRoute()
export const POST = apiRoute()
export const DELETE = apiRoute()
