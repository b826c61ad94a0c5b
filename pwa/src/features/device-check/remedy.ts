/** A device problem in words: what it is, and how to mend it in this very browser. */
import type { Family } from '../../browser';
import { words } from './text';

export type Problem = keyof ReturnType<typeof words>['remedies'];

/** Codes that the capture reports under other names than the remedies have. */
const SAME: Record<string, Problem> = { overconstrained: 'not_found' };

export function remedyFor(problem: string, device: 'camera' | 'microphone' | 'network' | 'browser', family: Family): { title: string; body: string } {
  const { remedies, device: names } = words();
  const known = (problem in remedies ? problem : (SAME[problem] ?? 'failed')) as Problem;
  const remedy = remedies[known] as { title: (device: string) => string; other: string } & Partial<Record<Family, string>>;
  return { title: remedy.title(names[device]), body: remedy[family] ?? remedy.other };
}
