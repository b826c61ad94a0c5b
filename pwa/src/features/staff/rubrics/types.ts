/** Short names for what the API says of rubrics. */
import type { components } from '../../../api/schema';

type Schemas = components['schemas'];

export type PositionRubrics = Schemas['PositionRubrics'];
export type RubricRow = Schemas['RubricRow'];
export type RubricView = Required<Schemas['RubricView']>;
export type RubricProblem = Schemas['RubricProblem'];
export type Competency = RubricView['competencies'][number];
export type LocalText = Schemas['LocalText'];

export const LEVELS = [1, 2, 3, 4, 5] as const;
const NOTHING: LocalText = { 'zh-CN': '', en: '' };

/** A competency with everything still to be written. The id stays when its name changes. */
export function blank(): Competency {
  const id = `cmp_${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return { id, name: NOTHING, weight: 0, anchors: LEVELS.map(() => NOTHING) };
}

/** Codes of what is wrong at a place, such as `competencies.0.name.en`. */
export function problemAt(problems: readonly RubricProblem[], field: string): RubricProblem | undefined {
  return problems.find((each) => each.field === field);
}

/** Moves one up or down; unchanged at the ends. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}
