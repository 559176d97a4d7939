/** The log as paths: its events' names as nodes, cut into cases, counted, timed and compared. */
export type { CaseRule, Cases } from './paths/cases.ts';
export { addUsers, casesOf, usersWhere } from './paths/cases.ts';
export type { NodeRules, Nodes } from './paths/nodes.ts';
export { LEFT_OUT, nodeNamed, nodesOf, patternExpression } from './paths/nodes.ts';
export { Spans, seconds } from './paths/spans.ts';
export type { Groups, PathSettings, PathTables } from './paths/tables.ts';
export { groupsIn, nodesIn, readCases, ruleOf, settingsOf } from './paths/tables.ts';
export type { Variants } from './paths/variants.ts';
export { variantsOf } from './paths/variants.ts';
