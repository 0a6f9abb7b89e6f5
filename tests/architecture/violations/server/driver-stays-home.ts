export { Pool } from "pg"
