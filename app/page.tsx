import { redirect } from "next/navigation"
import { listProjects } from "@/server/data/projects"
import { requirePageActor } from "@/server/http/page"

/** Home is where the work is: the one project of an annotator, else the list. */
export default async function Home() {
  const actor = await requirePageActor()
  const projects = (await listProjects(actor)).filter((project) => !project.archived)
  const [only] = projects
  if (only && projects.length === 1 && only.role === "ANNOTATOR") redirect(`/annotate/${only.slug}`)
  redirect("/projects")
}
