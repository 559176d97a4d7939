/** Trusted Types policies: the addresses of our workers, ECharts' empty HTML, and Svelte's templates. */
const trustedTypesPolicies = ['behold', 'default', 'svelte-trusted-html'];

/** What a response is made for: `development` relaxes only what Vite's hot reload cannot do without. */
export type HeaderMode = 'production' | 'development';

const directives: Record<string, string> = {
  'default-src': "'none'",
  // WebAssembly needs its own permission; 'unsafe-eval' would also let text become script.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': trustedTypesPolicies.join(' '),
};

/** Vite's client swaps styles as inline <style> elements and listens on a WebSocket of the same host. */
const hotReload: Record<string, string> = {
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self' ws://localhost:*",
};

const powerfulFeatures = [
  'camera',
  'microphone',
  'geolocation',
  'display-capture',
  'usb',
  'serial',
  'hid',
  'midi',
  'payment',
  'publickey-credentials-get',
  'idle-detection',
  'xr-spatial-tracking',
];

/** The Content-Security-Policy as one line. */
export function contentSecurityPolicy(mode: HeaderMode = 'production'): string {
  const effective = mode === 'development' ? { ...directives, ...hotReload } : directives;
  return Object.entries(effective)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/**
 * The response headers behind "nothing leaves": one definition for the dev server, the preview server, the service worker
 * and the files that static hosts read. CSP alone leaves navigation, new windows and WebRTC open; the Connection-Allowlist
 * closes those where the browser knows it (Chromium 152 and later).
 */
export function responseHeaders(mode: HeaderMode = 'production'): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(mode),
    // The WebSocket of hot reload has another scheme than the page, so the allowlist would end it.
    ...(mode === 'production' && { 'Connection-Allowlist': '(response-origin)' }),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': powerfulFeatures.map((feature) => `${feature}=()`).join(', '),
    'X-Content-Type-Options': 'nosniff',
  };
}
