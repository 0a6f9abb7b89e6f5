export { db } from "../server/data/db"
