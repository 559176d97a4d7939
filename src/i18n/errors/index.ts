import type { Language } from '../format.ts';
import { fill } from '../translate.ts';
import type { ErrorTexts } from './types.ts';

const files = import.meta.glob<Record<string, ErrorTexts>>(['./*.ts', '!./index.ts', '!./types.ts', '!./*.test.ts'], {
  eager: true,
});
const areas = Object.values(files).flatMap((file) => Object.values(file));

const sentences: ErrorTexts = {
  en: Object.assign({}, ...areas.map((area) => area.en)),
  zh: Object.assign({}, ...areas.map((area) => area.zh)),
};

/** Every code that has a sentence, for tests. */
export const errorCodes = (language: Language): string[] => Object.keys(sentences[language]).sort();

type Words = Record<string, Record<string, string>>;

const feedback = {
  en: { implicit: 'what people did', ratings: 'ratings' },
  zh: { implicit: '用户的行为', ratings: '评分' },
};
const tasks = {
  en: {
    binary: 'yes or no',
    multiclass: 'one of several classes',
    regression: 'a number',
    anomaly: 'what is unlike the rest',
  },
  zh: { binary: '二分类', multiclass: '多分类', regression: '回归', anomaly: '异常' },
};

/** What programs call things, as a reader would: by the name of the value. */
const words: Record<Language, Words> = {
  en: { feedback: feedback.en, takes: feedback.en, task: tasks.en, tasks: tasks.en },
  zh: {
    ...{ feedback: feedback.zh, takes: feedback.zh, task: tasks.zh, tasks: tasks.zh },
    worker: { database: '数据库', compute: '计算', files: '文件', storage: '存储' },
  },
};

/** Values as the reader calls them: by the word that there is for one, or by the name that came along (`called`, core/errors.ts). */
function worded(values: Record<string, string | number>, language: Language): Record<string, string | number> {
  const inWords = (name: string, value: string | number) => {
    const known = words[language][name];
    if (!known || typeof value === 'number') return value;
    const each = value.split(', ').map((part) => known[part] ?? part);
    return each.join(language === 'zh' ? '、' : ', ');
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, values[`${name}.${language}`] ?? inWords(name, value)]),
  );
}

/** The sentence for a code with its values; a code that nobody worded is named as it is. */
export function describe(code: string, values: Record<string, string | number>, language: Language): string {
  const template = sentences[language][code];
  return template === undefined
    ? fill(sentences[language]['app.unexpected']!, { code, message: '', ...values }, language)
    : fill(template, worded(values, language), language);
}
