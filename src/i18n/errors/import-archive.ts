import type { ErrorTexts } from './types.ts';

/** Errors and notices about archives, packed files and workbooks. */
export const importArchiveErrors = {
  en: {
    'import.inflates-too-far':
      '{file} unpacks to more than {times} times its size, where {most} is the most for data; it looks like a file made to fill the memory. If it is genuine, unpack it yourself and import what is inside.',
    'import.too-large-inside':
      '{file} ({packing}) unpacks to more than {most} MB, which this format needs in memory at once. Unpack it yourself and import what is inside.',
    'import.large-window':
      'To unpack the file, {megabytes} MB of memory would be needed at once; {most} MB is the most. Pack it again without a long window (no --long).',
    'import.too-many-entries':
      'The archive {file} has {entries} members; at most {most} are read. Unpack it and import the files you need.',
    'import.unsafe-archive':
      'The archive {file} has a member called “{entry}”, a path that leads out of its folder. Such archives are made to do harm, so nothing was read. Pack the data again.',
    'import.unknown-entry': 'The archive {file} has no member “{entry}”. It has: {entries}.',
    'import.empty-archive': 'The archive {file} holds no data files. Choose another file.',
    'import.encrypted-file':
      '{file} is protected by a password, so it can’t be read. Save it without a password and import it again.',
    'import.other-entries':
      '{file} has {count} more members, which were not read: {others}. This table is {entry}. Name another one to read it.',
    'import.unknown-sheet': '{file} has no sheet “{sheet}”. It has: {sheets}.',
    'import.no-table-in-workbook':
      'No sheet of {file} holds a table: all are empty or hold charts only ({sheets}). Choose another file.',
    'import.other-sheets':
      'This table is the sheet “{sheet}”; {count} others were not read: {others}. Name another one to read it.',
    'import.above-table':
      'On the sheet “{sheet}”, {count} rows above the table were passed over; the first is row {line}: {text}',
    'import.below-table':
      'On the sheet “{sheet}”, {count} rows below the table (totals or notes) were passed over; the first is row {line}: {text}',
    'import.cells-outside':
      'On the sheet “{sheet}”, {count} cells lie to the left or right of the table and were not read; the first is {cell}: {text}',
    'import.error-cells':
      'On the sheet “{sheet}”, {count} cells hold an error such as {text} and are empty in the table; the first is {cell}.',
    'import.formulas-without-values':
      'On the sheet “{sheet}”, {count} formulas come without a value and are empty in the table; the first is {cell}. Open and save the workbook in a spreadsheet program, which calculates them.',
  },
  zh: {
    'import.inflates-too-far':
      '{file} 解压后超过原大小的 {times} 倍（数据文件最多 {most} 倍），像是用来耗尽内存的文件。如果确实是数据，请先自行解压，再导入其中的文件。',
    'import.too-large-inside':
      '{file}（{packing}）解压后超过 {most} MB，而该格式需要一次性放入内存。请先自行解压，再导入其中的文件。',
    'import.large-window':
      '解压该文件需要一次占用 {megabytes} MB 内存，最多允许 {most} MB。请不用长窗口（--long）重新压缩。',
    'import.too-many-entries': '压缩包 {file} 含有 {entries} 个文件，最多读取 {most} 个。请解压后导入需要的文件。',
    'import.unsafe-archive':
      '压缩包 {file} 中有名为“{entry}”的成员，其路径指向文件夹之外。这类压缩包往往是恶意制作的，因此没有读取任何内容。请重新打包数据。',
    'import.unknown-entry': '压缩包 {file} 中没有“{entry}”。其中有：{entries}。',
    'import.empty-archive': '压缩包 {file} 中没有数据文件。请选择其他文件。',
    'import.encrypted-file': '{file} 有密码保护，无法读取。请另存为不带密码的文件后再导入。',
    'import.other-entries':
      '{file} 中还有 {count} 个文件没有读取：{others}。本表来自 {entry}。如需读取其他文件，请指定其名称。',
    'import.unknown-sheet': '{file} 中没有工作表“{sheet}”。其中有：{sheets}。',
    'import.no-table-in-workbook':
      '{file} 的所有工作表都没有表格：要么为空，要么只有图表（{sheets}）。请选择其他文件。',
    'import.other-sheets':
      '本表来自工作表“{sheet}”；另有 {count} 张没有读取：{others}。如需读取其他工作表，请指定其名称。',
    'import.above-table': '工作表“{sheet}”中，表格上方有 {count} 行被跳过；第一行是第 {line} 行：{text}',
    'import.below-table': '工作表“{sheet}”中，表格下方有 {count} 行（合计或说明）被跳过；第一行是第 {line} 行：{text}',
    'import.cells-outside': '工作表“{sheet}”中，表格左右两侧有 {count} 个单元格没有读取；第一个是 {cell}：{text}',
    'import.error-cells': '工作表“{sheet}”中有 {count} 个单元格是错误值（如 {text}），在表中为空；第一个是 {cell}。',
    'import.formulas-without-values':
      '工作表“{sheet}”中有 {count} 个公式没有保存计算结果，在表中为空；第一个是 {cell}。请用电子表格软件打开并保存该工作簿，使其完成计算。',
  },
} satisfies ErrorTexts;
