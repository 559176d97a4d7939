import type { ErrorTexts } from './types.ts';

/** Errors of cleaning steps whose parameters contradict the table. */
export const recipeErrors = {
  en: {
    'recipe.missing-parameter':
      'The step “{operation}” needs its parameter “{param}”, which is empty. Fill it in, or remove the step.',
    'recipe.missing-column':
      'The step reads the column “{column}”, which the table “{table}” does not have. Choose another column.',
    'recipe.missing-table':
      'The step reads the table “{table}”, which the project does not have. Import it, or choose another table.',
    'recipe.bad-name':
      '“{name}” cannot be the name of a column: it is empty, kept for Behold’s own use, or holds a NUL character. Choose another name.',
    'recipe.name-taken':
      'The new column cannot be called “{name}”: there is a column “{taken}” already, and capitals make no difference. Choose another name.',
    'recipe.named-twice': 'The column “{column}” is named twice. Leave it in one pair only.',
    'recipe.no-columns': 'No column of the table “{table}” would be left. Keep at least one.',
    'recipe.bad-expression':
      '“{expression}” is not one SQL expression: “{at}” does not belong there. Close every bracket and quote, and write no semicolon.',
    'recipe.bad-value':
      'The column “{column}” ({type}) cannot hold “{value}”. Give a value of its type; a date is written 2024-03-05.',
    'recipe.bad-pattern':
      '“{pattern}” cannot be used as a separator: it is no regular expression, matches nothing at all, or looks around or back. Simplify it.',
    'recipe.bad-format': '“{format}” is not a format of times. Write it such as %Y-%m-%d %H:%M:%S.',
    'recipe.bad-offset':
      '“{offset}” is not an offset of whole seconds up to a century. Write it such as -30s, 8h or 2d.',
    'recipe.type-clash':
      'The column “{column}” ({type}) cannot take the values of “{other}” ({otherType}) without loss. Parse one of them first, or pair other columns.',
    'recipe.short-key':
      'The key has {characters} characters; it needs at least {least}, or pseudonyms could be guessed. Choose a longer one.',
    'recipe.long-key': 'The key has {bytes} bytes; it may have at most {most}. Choose a shorter one.',
  },
  zh: {
    'recipe.missing-parameter': '步骤“{operation}”缺少参数“{param}”。请填写，或移除该步骤。',
    'recipe.missing-column': '该步骤要读取列“{column}”，但表“{table}”中没有这一列。请选择其他列。',
    'recipe.missing-table': '该步骤要读取表“{table}”，但项目中没有这张表。请导入它，或选择其他表。',
    'recipe.bad-name': '“{name}”不能用作列名：它为空、为 Behold 保留，或含有 NUL 字符。请换一个名称。',
    'recipe.name-taken': '新列不能叫“{name}”：已经有列“{taken}”（不区分大小写）。请换一个名称。',
    'recipe.named-twice': '列“{column}”被指定了两次。请只保留一处。',
    'recipe.no-columns': '表“{table}”将不剩任何列。请至少保留一列。',
    'recipe.bad-expression':
      '“{expression}”不是一个完整的 SQL 表达式：“{at}”不应出现。请配齐括号和引号，且不要写分号。',
    'recipe.bad-value': '列“{column}”（{type}）不能存放“{value}”。请填写符合其类型的值；日期写作 2024-03-05。',
    'recipe.bad-pattern': '“{pattern}”不能用作分隔符：它不是正则表达式、会匹配空文本，或使用了环视或反向引用。请简化。',
    'recipe.bad-format': '“{format}”不是时间格式。请写成例如 %Y-%m-%d %H:%M:%S。',
    'recipe.bad-offset': '“{offset}”不是一个世纪以内的整秒偏移量。请写成例如 -30s、8h 或 2d。',
    'recipe.type-clash':
      '列“{column}”（{type}）无法无损地接收“{other}”（{otherType}）的值。请先解析其中一列，或换用其他列配对。',
    'recipe.short-key': '密钥有 {characters} 个字符，至少需要 {least} 个，否则假名可能被猜出。请换更长的密钥。',
    'recipe.long-key': '密钥有 {bytes} 字节，最多 {most} 字节。请换更短的密钥。',
  },
} satisfies ErrorTexts;
