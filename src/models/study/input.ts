import type { Table } from 'apache-arrow';
import type { StudyResult, StudyTimes } from '../../contract/learning.ts';
import { strings } from '../../core/columns.ts';
import type { LearningTable } from '../../core/learning-table.ts';
import type { Labels, LearningAbout, LegendRow } from '../../core/learning.ts';
import {
  aboutOf,
  cutoffsOf,
  groupsOf,
  labelsOf,
  leakProofOf,
  learningTableOf,
  legendOf,
  sequencesOf,
} from '../../core/learning.ts';
import { toldBy, TOO_GOOD } from '../../core/leaks.ts';
import { joinTables } from './join.ts';
import type { StudyData } from './study.ts';

/** The tables of `learningQueries` (features/learning/queries.ts). */
export type LearningTables = Record<
  'rows' | 'score' | 'legend' | 'about' | 'guard' | 'sequences' | 'scoreSequences',
  Table
>;

export interface StudyInput {
  /** The labelled rows, and after them those to score. */
  data: StudyData;
  labels: Labels;
  legend: LegendRow[];
  about: LearningAbout;
  /** Where the rows to score begin; rows of a table that has none without a label are scored themselves. */
  scoreFrom: number;
  flags: StudyResult['flags'];
  guarded: number | null;
  times: StudyTimes | null;
}

function withSequences(table: LearningTable, from: Table, length: number, kinds: number): LearningTable {
  return length > 0 ? { ...table, sequences: sequencesOf(from, table.rows, length, kinds) } : table;
}

function timesOf({ train, test, history, gap, horizon, end }: LearningAbout): StudyTimes | null {
  if (test === null || history === null || horizon === null || end === null) return null;
  return { cutoffs: [...train, test], history, gap: gap ?? 0, horizon, end };
}

/** Columns that tell the label by themselves: planted leaks, copies of it. */
function tooGood({ columns }: LearningTable, { y, classes }: Labels): StudyResult['flags'] {
  const told = columns.map((column) => ({ feature: column.name, value: toldBy(column, y, classes) ?? 0 }));
  return told.flatMap((each) => (each.value >= TOO_GOOD ? [{ ...each, kind: 'too-good' as const }] : []));
}

/** Of a log, what users' rows hold has no date; a table's columns are what they are. */
function flagsOf(
  tables: LearningTables,
  legend: LegendRow[],
  labels: Labels,
  table: LearningTable,
  about: LearningAbout,
) {
  const proof = leakProofOf(tables.guard, legend);
  const leaks = proof.differing
    .filter(({ users }) => users > 0)
    .map(({ name, users }) => ({ feature: name, kind: 'leak' as const, value: users }));
  const undated = about.source === 'events' ? legend.filter((row) => row.undated) : [];
  return {
    guarded: proof.compared > 0 ? legend.length : null,
    flags: [
      ...leaks,
      ...(labels.task === 'regression' ? [] : tooGood(table, labels)),
      ...undated.map(({ name }) => ({ feature: name, kind: 'undated' as const, value: 0 })),
    ],
  };
}

/** All that a study reads of its tables. Throws as `labelsOf` does. */
export function studyInput(
  tables: LearningTables,
  as: 'classify' | 'regress',
  { positive, sequence }: { positive: string; sequence: number },
): StudyInput {
  const legend = legendOf(tables.legend);
  const about = aboutOf(tables.about);
  const labels = labelsOf(tables.rows, { as, positive });
  const learnt = withSequences(learningTableOf(tables.rows, { legend }), tables.sequences, sequence, about.kinds);
  const asked = withSequences(
    learningTableOf(tables.score, { legend, like: learnt }),
    tables.scoreSequences,
    sequence,
    about.kinds,
  );
  const cutoffs = cutoffsOf(tables.rows);
  const data: StudyData = {
    table: asked.rows > 0 ? joinTables(learnt, asked) : learnt,
    y: labels.y,
    task: labels.task,
    classes: labels.classes,
    ids: [...strings(tables.rows, 'user'), ...strings(tables.score, 'user')].map(String),
    groups: groupsOf(tables.rows),
    ...(cutoffs && { cutoffs }),
  };
  return {
    data,
    labels,
    legend,
    about,
    scoreFrom: asked.rows > 0 ? learnt.rows : 0,
    ...flagsOf(tables, legend, labels, learnt, about),
    times: timesOf(about),
  };
}

/** How far a label looks ahead of its cutoff, ms. */
export const reachOf = ({ gap, horizon }: LearningAbout): number => (gap ?? 0) + (horizon ?? 0);
