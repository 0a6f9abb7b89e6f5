import { apiRoute } from "@/server/http/api-route"

export const GET = apiRoute()
export const POST = apiRoute()
export const DELETE = apiRoute()
// Offered nowhere, so that the answer says what is.
export const PUT = apiRoute()
export const PATCH = apiRoute()
