import type { ErrorTexts } from './types.ts';

/** Notices about what the values of a column are. */
export const importTypeErrors = {
  en: {
    'import.ambiguous-short-dates':
      'Column {column} stays text: the years of its {values} dates have two digits, and {dmy} dates can be read as day/month/year, {mdy} as month/day/year and {ymd} as year/month/day. Say which order is meant, and import again.',
    'import.ambiguous-decimals':
      'Column {column} stays text: in {open} of its {values} numbers, such as “{text}” on line {line}, the separator can stand before thousands or before a fraction. {point} can be read with a decimal point and {comma} with a decimal comma. Say which is meant, and import again.',
    'import.mixed-currency':
      'Column {column} stays text: its {values} amounts are in {currencies} currencies ({list}), which one column of numbers can’t tell apart. Set the column’s type to read the numbers alone.',
    'import.mixed-percent':
      'Column {column} stays text: {count} of its {values} numbers are percentages and the others are not. Set the column’s type if 5% is meant to be 0.05 beside them.',
    'import.unknown-zone':
      'Column {column} stays text: {count} of its times name a zone that doesn’t stand for one certain offset, first “{text}” on line {line}. Write the offset instead, such as +08:00, and import again.',
    'import.two-digit-years':
      'In column {column}, {count} {count|year is|years are} written with two digits: 69 to 99 were taken as 1969 to 1999, and 00 to 68 as 2000 to 2068. Read the column as text if that is wrong.',
  },
  zh: {
    'import.ambiguous-short-dates':
      '列 {column} 保留为文本：其 {values} 个日期的年份只有两位，{dmy} 个可读作“日/月/年”，{mdy} 个可读作“月/日/年”，{ymd} 个可读作“年/月/日”。请指明顺序后重新导入。',
    'import.ambiguous-decimals':
      '列 {column} 保留为文本：{values} 个数字中有 {open} 个（如第 {line} 行的“{text}”）的分隔符既可能是千位分隔符，也可能是小数点。按句点作小数点可读 {point} 个，按逗号作小数点可读 {comma} 个。请指明后重新导入。',
    'import.mixed-currency':
      '列 {column} 保留为文本：{values} 个金额使用了 {currencies} 种货币（{list}），一列数字无法区分它们。如只需读取数字，请指定该列的类型。',
    'import.mixed-percent':
      '列 {column} 保留为文本：{values} 个数字中有 {count} 个是百分数，其余不是。如果确实要把 5% 读作 0.05 与其他数字并列，请指定该列的类型。',
    'import.unknown-zone':
      '列 {column} 保留为文本：有 {count} 个时间的时区名称不对应唯一的偏移量，第一个是第 {line} 行的“{text}”。请改写为偏移量（如 +08:00）后重新导入。',
    'import.two-digit-years':
      '列 {column} 中有 {count} 个年份只有两位：69 至 99 按 1969 至 1999 年读取，00 至 68 按 2000 至 2068 年读取。如有误，请把该列读作文本。',
  },
} satisfies ErrorTexts;
