import { sendDue } from "@/server/webhooks/send-due"

// A process of its own that sends what is due, to be killed while it does.
await sendDue(true)
process.stdout.write("sent\n")
process.exit(0)
