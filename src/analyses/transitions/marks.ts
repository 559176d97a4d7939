import type { TransitionNode } from './result.ts';

const name = (node: TransitionNode): string =>
  node.kind === 'event' ? (node.event === null ? '?' : `=${node.event}`) : node.kind;

export const edgeMark = (from: TransitionNode, to: TransitionNode): string =>
  JSON.stringify(['edge', name(from), name(to)]);

export const nodeMark = (node: TransitionNode): string => JSON.stringify(['node', name(node)]);
