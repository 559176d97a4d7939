import type { ErrorTexts } from './types.ts';

/** Errors of cohorts, filters and scopes. */
export const populationErrors = {
  en: {
    'population.invalid':
      'The filter or cohort is not written as it should be, at “{path}”: {message}. Choose it anew, or correct the script or link that it came from.',
    'population.too-large':
      'The filter or cohort is nested too deep, or has too many conditions. Divide it into cohorts of its parts.',
    'population.unknown-cohort':
      'There is no cohort “{id}” in this project any more. Choose another one, or take it out of the filter.',
    'population.cohort-cycle':
      'These cohorts rest on each other in a circle: {cohorts}. Change the rule of one of them so that it does not name the next.',
    'population.no-users':
      'Nothing says who the users are: no events are mapped, nor users. Map the user column on the Data page.',
    'population.no-list':
      '{file} names no users. Use a text file with a user on each line, or a CSV file with a column of users.',
    'population.unknown-analysis':
      'The cohort stands behind the analysis “{id}”, which this version does not have. Define it anew, or update the app.',
    'population.newer-analysis':
      'The cohort was made with version {version} of the analysis “{id}”, and this app has version {known}. Reload the page to update.',
  },
  zh: {
    'population.invalid':
      '筛选条件或人群的写法不正确，位置“{path}”：{message}。请重新选择，或修改它所来自的脚本或链接。',
    'population.too-large': '筛选条件或人群嵌套过深，或条件过多。请拆成几个人群。',
    'population.unknown-cohort': '本项目中已没有人群“{id}”。请选择别的人群，或从筛选中去掉它。',
    'population.cohort-cycle': '这些人群互相引用，形成循环：{cohorts}。请修改其中一个的规则，使它不再引用下一个。',
    'population.no-users': '无法得知有哪些用户：尚未映射事件表，也未映射用户表。请在“数据”页映射用户列。',
    'population.no-list': '{file} 中没有用户。请使用每行一个用户的文本文件，或含有用户列的 CSV 文件。',
    'population.unknown-analysis': '此人群来自分析“{id}”，当前版本没有这个分析。请重新定义人群，或更新应用。',
    'population.newer-analysis':
      '此人群由分析“{id}”的第 {version} 版生成，而本应用只有第 {known} 版。请重新加载页面以更新。',
  },
} satisfies ErrorTexts;
