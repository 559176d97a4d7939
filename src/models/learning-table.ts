export type { LearningColumn, LearningTable } from '../core/learning-table.ts';
