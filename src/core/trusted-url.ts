interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Scripts come from this page's own host or not at all. */
function sameOrigin(url: string): string {
  // A worker has no document; what it starts is named from its own address.
  const { document } = globalThis as { document?: { baseURI: string } };
  const resolved = new URL(url, document?.baseURI ?? location.href);
  if (resolved.origin !== location.origin) throw new TypeError(`Not a script of this page: ${resolved.origin}`);
  return resolved.href;
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('behold', { createScriptURL: sameOrigin });

/** A script's address as workers and service workers accept it under Trusted Types; a plain string where they're unknown. */
export const trustedScriptUrl = (url: string): string => policy?.createScriptURL(url) ?? sameOrigin(url);
