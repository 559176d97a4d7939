import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, responseHeaders } from './headers.ts';
import { headersFor, parseHeaders } from './serve.mjs';
import { apacheHeaders, netlifyHeaders, nginxHeaders } from './static-hosts.ts';

const directivesOf = (policy: string) =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name, ...values] = directive.split(' ');
      return [name, values] as const;
    }),
  );

describe('the content security policy', () => {
  it('admits no inline or evaluated script and no other origin, in any directive', () => {
    const allowed = new Set(["'none'", "'self'", "'wasm-unsafe-eval'", 'data:', 'blob:', "'script'"]);
    const names = new Set(['behold', 'default', 'svelte-trusted-html']);
    for (const [name, values] of directivesOf(contentSecurityPolicy())) {
      for (const value of values)
        expect((name === 'trusted-types' ? names : allowed).has(value), `${name} ${value}`).toBe(true);
    }
  });

  it('lets nothing load that is not named, and requires Trusted Types', () => {
    const policy = directivesOf(contentSecurityPolicy());
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
  });

  it('is relaxed in development for hot reload alone', () => {
    const [built, served] = [directivesOf(contentSecurityPolicy()), directivesOf(contentSecurityPolicy('development'))];
    const different = [...served.keys()].filter((name) => String(served.get(name)) !== String(built.get(name)));
    expect(different).toEqual(['connect-src', 'style-src']);
    expect(served.get('script-src')).not.toContain("'unsafe-inline'");
  });
});

describe('the files for static hosts', () => {
  it('give every path the same headers that everything else sends', () => {
    const rules = parseHeaders(netlifyHeaders());
    expect(headersFor(rules, '/')).toEqual({ ...responseHeaders(), 'Cache-Control': 'no-cache' });
    expect(headersFor(rules, '/assets/index-1a2b.js')).toMatchObject(responseHeaders());
    expect(headersFor(rules, '/assets/index-1a2b.js')['Cache-Control']).toContain('immutable');
  });

  it('name every header for nginx and Apache', () => {
    for (const [name, value] of Object.entries(responseHeaders())) {
      expect(nginxHeaders()).toContain(`add_header ${name} "${value}" always;`);
      expect(apacheHeaders()).toContain(`Header always set ${name} "${value}"`);
    }
  });
});
