import type { ErrorTexts } from './types.ts';

/** Sentences of the shell itself. */
export const appErrors = {
  en: {
    'app.unexpected':
      'Something failed that should not have ({code}). {message} Try again; if it stays, reload the page.',
    'app.unknown-analysis': 'There is no analysis called {id}. behold.analyses() lists those that exist.',
    'app.unknown-sample': 'There is no sample called {id}. The home page lists those that exist.',
    'app.sample-missing':
      'The sample file {file} could not be read ({status}). Reload the page, or open a file of your own.',
    'app.saved-originals':
      'The file holds what was imported, before the cleaning steps, and the keys of its pseudonyms: whoever has it can tell the people again. To pass on pseudonymised rows alone, export the table.',
    'app.erased': 'Everything that Behold kept on this machine is erased.',
    'app.empty-paste': 'The clipboard holds neither a file nor text. Copy a table or a file, then paste again.',
  },
  zh: {
    'app.unexpected': '出现了不应发生的错误（{code}）。{message} 请重试；若仍出现，请刷新页面。',
    'app.unknown-analysis': '没有名为 {id} 的分析。behold.analyses() 会列出现有的分析。',
    'app.unknown-sample': '没有名为 {id} 的样例。首页列出了现有的样例。',
    'app.sample-missing': '无法读取样例文件 {file}（{status}）。请刷新页面，或打开自己的文件。',
    'app.saved-originals':
      '该文件含有清洗之前导入的原始数据以及假名的密钥：拿到它的人可以还原出用户。如只想交出假名化后的数据，请导出该表。',
    'app.erased': 'Behold 在本机保存的所有内容均已清除。',
    'app.empty-paste': '剪贴板里既没有文件也没有文本。请先复制表格或文件，再粘贴。',
  },
} satisfies ErrorTexts;
