import { responseHeaders } from './headers.ts';

/** How long a browser may keep a path: only names that carry a hash of their content never change. */
const caching = [
  { path: '/*', value: 'no-cache' },
  { path: '/assets/*', value: 'public, max-age=31536000, immutable' },
];

const quoted = (value: string) => `"${value.replaceAll('"', '\\"')}"`;

/** `_headers` as Netlify and Cloudflare Pages read it; `npm start` serves the build by it too. */
export function netlifyHeaders(): string {
  const block = (path: string, headers: Record<string, string>) =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');
  const [all, ...others] = caching;
  const blocks = [block(all!.path, { ...responseHeaders(), 'Cache-Control': all!.value })];
  // Both hosts join the values of a header that two rules set, so the later rule takes the earlier one back first.
  for (const { path, value } of others) blocks.push(`${path}\n  ! Cache-Control\n  Cache-Control: ${value}`);
  return `${blocks.join('\n\n')}\n`;
}

/** Lines for a `server` or `location` block of nginx. */
export function nginxHeaders(): string {
  const lines = Object.entries(responseHeaders()).map(([name, value]) => `add_header ${name} ${quoted(value)} always;`);
  return [
    '# Include this in the server or location block that serves Behold.',
    '# nginx drops these where an inner block has an add_header of its own: repeat the include there.',
    ...lines,
    'add_header Cache-Control "no-cache" always;',
    '',
  ].join('\n');
}

/** `.htaccess` for Apache 2.4 with mod_headers. */
export function apacheHeaders(): string {
  const lines = Object.entries(responseHeaders()).map(
    ([name, value]) => `  Header always set ${name} ${quoted(value)}`,
  );
  return [
    'AddType application/wasm .wasm',
    'AddType text/javascript .js .mjs',
    '# The samples are gzip files, not encoded responses.',
    'RemoveEncoding .gz',
    'AddType application/gzip .gz',
    '# Without mod_headers the service worker supplies the headers from the second load on.',
    '<IfModule mod_headers.c>',
    ...lines,
    '  Header always set Cache-Control "no-cache"',
    '</IfModule>',
    '',
  ].join('\n');
}

/** The files that carry the headers to static hosts, by name in the build. The browser has no use for them. */
export const hostFiles = (): Record<string, string> => ({
  _headers: netlifyHeaders(),
  'nginx.conf': nginxHeaders(),
  '.htaccess': apacheHeaders(),
});
