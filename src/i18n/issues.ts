import * as v from 'valibot';
import { issueInChinese } from '../contract/issues.ts';

/** Teaches valibot to speak Chinese wherever a schema is parsed with `{ lang: 'zh' }`. */
export const translateIssues = (): void => v.setGlobalMessage((issue) => `${issueInChinese(issue)}。`, 'zh');
