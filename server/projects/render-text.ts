/** Markdown of a model, a prompt or the guidelines as sanitised HTML. */
export async function renderText(text: string): Promise<string> {
  const escaped = text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return Promise.resolve(`<p style="white-space:pre-wrap">${escaped}</p>`)
}
