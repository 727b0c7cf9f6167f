/** The nonce that this page's policy allows styles with; empty where the page came without a policy. */
export const nonce = document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce ?? "";

// What makes styles for open dialogs (react-remove-scroll) asks for it by the name that webpack gave it.
Object.assign(globalThis, { __webpack_nonce__: nonce });
