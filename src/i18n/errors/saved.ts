import type { ErrorTexts } from './types.ts';

/** Notices about what a person keeps in a project: saved runs, cohorts, the report. */
export const savedErrors = {
  en: {
    'saved.run-kept': 'Saved as “{name}”. It is on the Project page (g j), and can be put into the report from there.',
    'saved.cohort-kept': 'Saved “{name}”: {users} {users|user|users}. It is on the Project page (g j).',
  },
  zh: {
    'saved.run-kept': '已保存为“{name}”。可在“项目”页面（g j）查看，并从那里加入报告。',
    'saved.cohort-kept': '已保存用户群“{name}”：{users} 个用户。可在“项目”页面（g j）查看。',
  },
} satisfies ErrorTexts;
