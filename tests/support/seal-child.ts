import { startSealer } from "@/server/audit/start-sealer"

// A process of its own that links until it is killed; says when it has begun and what it has done.
startSealer((sealed) => process.stdout.write(`${JSON.stringify(sealed)}\n`))
process.stdout.write("started\n")
setInterval(() => {}, 1000)
