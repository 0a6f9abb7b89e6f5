"use client"

/**
 * Dialogs put a style element into the page to keep it from scrolling behind them. The library asks
 * for the nonce under this name (webpack's); the page's own scripts carry it.
 */
if (typeof document !== "undefined") {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
}

export function StyleNonce() {
  return null
}
