import * as v from 'valibot';

/** A parameter's fault in Chinese; valibot itself words it in English. The fields of an issue are those of its kind. */
function inChinese(issue: v.BaseIssue<unknown>): string {
  const { type, expected, received, requirement } = issue as v.BaseIssue<unknown> & { requirement?: unknown };
  const bound = String(requirement);
  switch (type) {
    case 'min_value':
      return `不能小于 ${bound}，现为 ${received}。`;
    case 'max_value':
      return `不能大于 ${bound}，现为 ${received}。`;
    case 'min_length':
      return `至少需要 ${bound} 项。`;
    case 'max_length':
      return `最多只能有 ${bound} 项。`;
    case 'integer':
      return `应为整数，现为 ${received}。`;
    default:
      return `应为 ${expected ?? type}，现为 ${received}。`;
  }
}

/** Teaches valibot to speak Chinese wherever a schema is parsed with `{ lang: 'zh' }`. */
export const translateIssues = (): void => v.setGlobalMessage(inChinese, 'zh');
