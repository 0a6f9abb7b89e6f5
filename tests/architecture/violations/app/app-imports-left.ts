export { useCase } from "@/cli/main"
