/** What `?error=` of the sign-in page says, for people. Codes of next-auth and of server/auth/. */
const sentences: Readonly<Record<string, string>> = {
  unverified:
    "Your provider has not verified your e-mail address, so it cannot prove who you are here. Verify it there, or ask for a sign-in link.",
  unknown:
    "Nobody here has your e-mail address, and no invitation is open for it. Ask whoever runs the project to invite you.",
  closed: "This account is closed. Ask whoever runs this instance.",
  invitation:
    "The invitation you came from does not work any more, or is for someone else. Ask for a new one.",
  OAuthCallback: "The provider did not finish signing you in. Try again.",
  OAuthSignin: "The provider does not answer just now. Try again in a moment.",
  CredentialsSignin: "The e-mail address or the password is not right.",
}

export function signInErrorText(code: string | undefined): string | undefined {
  if (code === undefined) return undefined
  return sentences[code] ?? "Signing in did not work. Try again."
}
