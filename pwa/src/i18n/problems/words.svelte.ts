/**
 * Words for problems: what happened, and the next step, in the person's language.
 *
 * What can be said of any problem by its kind is part of the app's first load; the words of all codes come after it, in
 * the language in use, and are kept with the app for flight mode.
 */
import type { ApiProblem } from '../../api/problem';
import { language, type Language } from '../index.svelte';
import en from './basic/en';
import zh from './basic/zh-CN';

export interface Words {
  what: string;
  next: string;
}

type Basic = { [K in keyof typeof en]: (typeof en)[K] extends string ? never : K }[keyof typeof en];
type ByCode = Readonly<Record<string, readonly [string, string]>>;

const BY_STATUS: Record<number, Basic> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  400: 'invalid',
  415: 'invalid',
  429: 'rate_limited',
  503: 'unavailable',
};

const loaders: Record<Language, () => Promise<{ default: ByCode }>> = {
  en: () => import('./en'),
  'zh-CN': () => import('./zh-CN'),
};
let loaded = $state.raw<Partial<Record<Language, ByCode>>>({});
const asked: Record<Language, Promise<void> | undefined> = { en: undefined, 'zh-CN': undefined };

/** Fetches the words of all codes in a language, once; without a network it is tried again at the next problem. */
export function fetchWords(wanted: Language = language()): Promise<void> {
  return (asked[wanted] ??= loaders[wanted]().then(
    ({ default: words }) => void (loaded = { ...loaded, [wanted]: words }),
    () => void (asked[wanted] = undefined),
  ));
}

/** The words for a problem; a code that has none, or not yet, falls back on its status. Reactive. */
export function wordsFor(problem: ApiProblem): Words {
  const basic = language() === 'en' ? en : zh;
  const known = loaded[language()];
  if (!known) queueMicrotask(() => void fetchWords());
  const [what, next] = known?.[problem.code] ?? basic[basicCode(problem)];
  return { what, next: next.replace('{wait}', wait(problem.retryAfter)) };
}

function basicCode(problem: ApiProblem): Basic {
  const own = problem.code as Basic;
  return own in en && Array.isArray(en[own]) ? own : (BY_STATUS[problem.status] ?? 'server');
}

/** "in 40 s", "in 5 min", "in a moment" */
export function wait(seconds: number | null): string {
  const basic = language() === 'en' ? en : zh;
  if (seconds === null || seconds <= 0) return basic.waitSome;
  if (seconds < 90) return basic.waitSeconds.replace('{n}', String(Math.ceil(seconds)));
  return basic.waitMinutes.replace('{n}', String(Math.ceil(seconds / 60)));
}
