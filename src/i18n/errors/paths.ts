import type { ErrorTexts } from './types.ts';

/** Errors of the reports on paths: flows, transitions, step matrix, sequences, process. */
export const pathErrors = {
  en: {
    'paths.bad-pattern':
      '“{pattern}” is not a regular expression. Correct what stands between the slashes, or write a plain pattern such as product_*.',
    'paths.unknown-node':
      'No event is called “{event}” once names are grouped and left out. Those that remain are: {known}. Choose one of them.',
    'paths.no-goal':
      'No event is chosen to tell the groups apart. Choose the event that one group did and the other did not.',
    'paths.no-property': 'No property is chosen to tell the groups apart. Choose one from the list.',
    'paths.no-column': 'No column is chosen that says which case an event belongs to. Choose one from the list.',
    'paths.not-of-events':
      'The property “{property}” belongs to users, not to events, so it cannot say which case an event belongs to. Choose a property of events.',
  },
  zh: {
    'paths.bad-pattern': '“{pattern}”不是有效的正则表达式。请改正两条斜线之间的内容，或写普通模式，如 product_*。',
    'paths.unknown-node': '归并和排除之后，没有名为“{event}”的事件。剩下的有：{known}。请从中选择。',
    'paths.no-goal': '尚未选择用来区分两组的事件。请选择一组做过而另一组没做过的事件。',
    'paths.no-property': '尚未选择用来区分两组的属性。请从列表中选择。',
    'paths.no-column': '尚未选择说明事件属于哪个案例的列。请从列表中选择。',
    'paths.not-of-events': '属性“{property}”属于用户而不属于事件，无法说明事件属于哪个案例。请选择事件的属性。',
  },
} satisfies ErrorTexts;
