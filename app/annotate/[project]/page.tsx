import type { Metadata } from "next"
import { cookies, headers } from "next/headers"
import { answerConsent, answerQuestions } from "@/app/annotate/[project]/actions"
import { takeScreening } from "@/app/annotate/[project]/screening-actions"
import { signOut } from "@/app/projects/sign-out"
import { AnnotateApp } from "@/components/annotate/annotate-app"
import { ConsentScreen } from "@/components/annotate/gate/consent-screen"
import { QuestionsScreen } from "@/components/annotate/gate/questions-screen"
import { ScreeningScreen } from "@/components/annotate/gate/screening-screen"
import { localeCookie, toLocale } from "@/components/annotate/locale"
import { getMessages } from "@/messages/get-messages"
import { accountOf, requireAnnotator } from "@/server/annotate/require-annotator"
import { getOwnConsent } from "@/server/data/consent"
import { listUnasked } from "@/server/data/demographics"
import { getPerson } from "@/server/data/person"
import { getProject } from "@/server/data/projects"
import { findScreeningGate } from "@/server/data/screening/gate"
import { orErrorPage, pageAccess, requirePageActor } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

type Props = { params: Promise<{ project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const access = await pageAccess((await params).project, "annotations:create", "project:read")
  return { title: (await getProject(access)).name }
}

/** The page itself holds no task: texts belong to the account's store on the device, not to a cached page. */
export default async function AnnotatePage({ params }: Props) {
  const access = await pageAccess((await params).project, "annotations:create", "project:read")
  const actor = await requirePageActor()
  const [project, person] = await orErrorPage(() => Promise.all([getProject(access), getPerson(actor)]))
  const locale = toLocale(
    (await cookies()).get(localeCookie)?.value,
    (await headers()).get("accept-language") ?? "",
  )
  const messages = await getMessages(locale)
  const consent = await getOwnConsent(access, actor.userId)
  if (consent && consent.accepted !== true) {
    return (
      <ConsentScreen
        key={`${consent.version}-${consent.accepted}`}
        project={{ slug: access.slug, name: project.name }}
        version={consent.version}
        html={await renderText(consent.markdown)}
        refused={consent.accepted === false}
        answer={answerConsent}
        locale={locale}
        messages={messages}
      />
    )
  }
  const questions = await listUnasked(access, actor.userId)
  if (questions.length > 0) {
    return (
      <QuestionsScreen
        slug={access.slug}
        questions={questions}
        answer={answerQuestions}
        locale={locale}
        messages={messages}
      />
    )
  }
  const gate = await findScreeningGate(requireAnnotator(access))
  if (gate) {
    const required = gate.kind === "required"
    return (
      <ScreeningScreen
        slug={access.slug}
        name={required ? gate.project.name : project.name}
        required={required}
        state={gate.state}
        enrol={takeScreening}
        locale={locale}
        messages={messages}
      />
    )
  }
  return (
    <AnnotateApp
      account={accountOf(actor.userId)}
      project={{ slug: access.slug, name: project.name }}
      training={project.showReasons}
      person={person.name || person.email}
      locale={locale}
      messages={messages}
      signOut={signOut}
    />
  )
}
