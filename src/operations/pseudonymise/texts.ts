import { words } from '../shared/words.ts';

export const texts = {
  en: {
    ...words.en,
    title: 'Pseudonymise',
    about: 'Replaces identifiers with keyed hashes (HMAC-SHA-256): the same value always gets the same pseudonym.',
    'param.columns': 'Columns',
    'param.key': 'Secret key',
    'help.key':
      'At least 16 characters. With the same key, pseudonyms agree across tables and months; whoever has it can find out whom a pseudonym stands for by trying values. It is saved with the project.',
    'param.length': 'Length of a pseudonym',
    'help.length': 'Hexadecimal digits. 16 are enough for ten million users.',
    step: 'Pseudonymise {columns}',
  },
  zh: {
    ...words.zh,
    title: '假名化',
    about: '用带密钥的哈希（HMAC-SHA-256）替换标识符：同一个值始终得到同一个假名。',
    'param.columns': '列',
    'param.key': '密钥',
    'help.key':
      '至少 16 个字符。密钥相同，则不同表、不同月份的假名一致；持有密钥的人可以逐个尝试，找出假名对应的人。密钥随项目保存。',
    'param.length': '假名长度',
    'help.length': '十六进制位数。一千万用户用 16 位即可。',
    step: '将 {columns} 假名化',
  },
} as const;

export type TextKey = keyof typeof texts.en;
