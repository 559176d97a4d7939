import { AppError } from '../../core/errors.ts';
import { enclosed, expressionFault } from '../../sql/expression.ts';
import { required } from './columns.ts';

/** A user's expression in brackets; throws `recipe.missing-parameter` or, where it is more than one, `recipe.bad-expression`. */
export function userExpression(expression: string, operation: string, param: string): string {
  required(expression.trim(), operation, param);
  const at = expression.includes('\u0000') ? 'NUL' : expressionFault(expression);
  if (at !== null) throw new AppError('recipe.bad-expression', { expression, at });
  return enclosed(expression);
}
