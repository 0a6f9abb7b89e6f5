/**
 * Whether the page may move the focus by itself. In a frame (the preview beside the protocol editor)
 * only while the person is in it: else every letter typed into the editor would lose its place.
 */
export function mayTakeFocus(): boolean {
  return window === window.parent || document.hasFocus()
}
