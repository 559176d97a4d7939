import type { ErrorTexts } from './types.ts';

/** Errors and notices of running recipes and of their files. */
export const recipeEngineErrors = {
  en: {
    'recipe.unknown-operation':
      'There is no operation called “{operation}” in this version. Remove the step, or open the recipe in the version that made it.',
    'recipe.newer-step':
      'The step “{operation}” was saved by a newer version (its version {version}). Update Behold, or remove the step.',
    'recipe.unknown-parameter': 'The step “{operation}” has no parameter “{parameter}”. It has: {known}.',
    'recipe.bad-params': 'The parameters of “{operation}” are not valid: {path}: {message}. Correct them.',
    'recipe.other-type':
      'The column “{column}” of “{table}” is {type}, and the step needs {wanted}. Choose another column, or parse this one first.',
    'recipe.step-failed':
      'Step {step} ({operation}) could not be taken, and the table is as it was. Change the step. DuckDB says: {message}',
    'recipe.reserved-column':
      'The table “{table}” has a column called “{column}”, a name that cleaning needs for itself. Rename it in Explore: ALTER TABLE … RENAME COLUMN.',
    'recipe.not-a-recipe': '{file} is not a recipe of Behold. Choose a file that was exported with “Export recipe”.',
    'recipe.newer-file':
      '{file} was made by a newer version of Behold (recipe format {version}). Update, then try again.',
    'recipe.lost':
      'The table “{table}” is gone, and with it its recipe and the rows as they were imported. Import the file again if you need them.',
    'recipe.not-repeated':
      'The recipe of “{table}” could not be taken again after the database was started anew ({message}). The table is as it was imported; set the recipe again.',
    'recipe.no-longer-fits':
      'The recipe of “{table}” does not fit the new rows at step {step} ({detail}). Its steps are switched off: open Clean to see what is missing.',
  },
  zh: {
    'recipe.unknown-operation': '此版本中没有名为“{operation}”的操作。请移除该步骤，或在生成此配方的版本中打开。',
    'recipe.newer-step': '步骤“{operation}”由更新的版本保存（步骤版本 {version}）。请更新 Behold，或移除该步骤。',
    'recipe.unknown-parameter': '步骤“{operation}”没有参数“{parameter}”。可用的参数：{known}。',
    'recipe.bad-params': '“{operation}”的参数无效：{path}：{message}。请更正。',
    'recipe.other-type': '“{table}”的列“{column}”类型为 {type}，而该步骤需要 {wanted}。请选择其他列，或先解析这一列。',
    'recipe.step-failed': '第 {step} 步（{operation}）无法执行，表保持原样。请修改该步骤。DuckDB 的说明：{message}',
    'recipe.reserved-column':
      '表“{table}”有一列名为“{column}”，清洗需要占用这个名称。请在“探索”中改名：ALTER TABLE … RENAME COLUMN。',
    'recipe.not-a-recipe': '{file} 不是 Behold 的配方。请选择用“导出配方”保存的文件。',
    'recipe.newer-file': '{file} 由更新版本的 Behold 生成（配方格式 {version}）。请更新后再试。',
    'recipe.lost': '表“{table}”已不存在，它的配方和导入时的原始行也随之移除。如有需要，请重新导入文件。',
    'recipe.not-repeated':
      '数据库重新启动后，无法再次执行“{table}”的配方（{message}）。该表现为导入时的样子；请重新设置配方。',
    'recipe.no-longer-fits':
      '“{table}”的配方在第 {step} 步与新数据不符（{detail}）。各步骤已停用：请打开“清洗”查看缺少什么。',
  },
} satisfies ErrorTexts;
