/** What the server found wrong with a form, by field. */
import type { ApiProblem } from '../../../api/problem';
import { words } from './text';

type Code = keyof ReturnType<typeof words>['problems'];

/** Field → sentence, from the `problems` of `fields_invalid`; the first of each field counts. */
export function fieldErrors(problem: ApiProblem | null): Record<string, string> {
  const found: Record<string, string> = {};
  const told = problem?.code === 'fields_invalid' ? problem.extra['problems'] : null;
  if (!Array.isArray(told)) return found;
  for (const each of told as { field: string; code: string }[]) {
    found[each.field] ??= words().problems[each.code as Code] ?? words().problems.malformed;
  }
  return found;
}
