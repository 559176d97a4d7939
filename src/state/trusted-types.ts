interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): unknown;
}

/** ECharts empties its container by `innerHTML = ''`: the default policy admits that, and nothing else. */
export function admitEmptyHtml(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createHTML(html) {
      if (html !== '') throw new TypeError('Only empty HTML is admitted.');
      return '';
    },
  });
}
