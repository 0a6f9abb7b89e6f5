export { nothing } from "@/core/nowhere"
