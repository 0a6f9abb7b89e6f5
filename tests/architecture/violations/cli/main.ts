export { useCase } from "@/server/use-case"
