/** Undo and redo over whole states. Pure; changes of one field in a row count as one step back. */

export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last change was about, and when; the next one about the same soon after joins it. */
  about: string | null;
  at: number;
}

const STEPS_KEPT = 100;
export const JOINS_WITHIN_MS = 1_500;

export const begun = <T>(now: T): History<T> => ({ past: [], now, future: [], about: null, at: 0 });

/** After a change `about` something at `at` (ms). */
export function changed<T>(history: History<T>, now: T, about: string | null, at: number): History<T> {
  const joins = about !== null && about === history.about && at - history.at < JOINS_WITHIN_MS && history.past.length > 0;
  const past = joins ? history.past : [...history.past, history.now].slice(-STEPS_KEPT);
  return { past, now, future: [], about, at };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], about: null, at: 0 };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future, about: null, at: 0 };
}
