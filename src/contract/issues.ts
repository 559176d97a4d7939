import type * as v from 'valibot';
import type { ErrorValues } from '../core/errors.ts';
import { called } from '../core/errors.ts';

/** A parameter's fault in Chinese; valibot itself words it in English. The fields of an issue are those of its kind. */
export function issueInChinese(issue: v.BaseIssue<unknown>): string {
  const { type, expected, received, requirement } = issue as v.BaseIssue<unknown> & { requirement?: unknown };
  const bound = String(requirement);
  switch (type) {
    case 'min_value':
      return `不能小于 ${bound}，现为 ${received}`;
    case 'max_value':
      return `不能大于 ${bound}，现为 ${received}`;
    case 'min_length':
      return `至少需要 ${bound} 项`;
    case 'max_length':
      return `最多只能有 ${bound} 项`;
    case 'integer':
      return `应为整数，现为 ${received}`;
    default:
      return `应为 ${expected ?? type}，现为 ${received}`;
  }
}

type Texts = Record<'en' | 'zh', Partial<Record<string, string>>>;

/** A spec's name by its id, in both languages. */
export const titleOf = (key: string, { id, texts }: { id: string; texts: Texts }): ErrorValues =>
  called(key, id, { en: texts.en['title'], zh: texts.zh['title'] });

/** What an error says of a setting whose value its schema refuses, in both languages: `parameter`, `value`, `issue`. */
export function settingFault(issue: v.BaseIssue<unknown>, { texts }: { texts: Texts }): ErrorValues {
  const name = String(issue.path?.[0]?.key ?? '');
  return {
    ...called('parameter', name, { en: texts.en[`param.${name}`], zh: texts.zh[`param.${name}`] }),
    value: JSON.stringify(issue.input),
    ...called('issue', issue.message, { en: undefined, zh: issueInChinese(issue) }),
  };
}
