/** Words for problems: what happened, and the next step, in the person's language. */
import type { ApiProblem } from '../../api/problem';
import { language } from '../index.svelte';
import en from './en';
import zh from './zh-CN';

export interface Words {
  what: string;
  next: string;
}

type Code = { [K in keyof typeof en]: (typeof en)[K] extends string ? never : K }[keyof typeof en];

const BY_STATUS: Record<number, Code> = {
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

/** The words for a problem; a code nobody has words for falls back on its status. */
export function wordsFor(problem: ApiProblem): Words {
  const dictionary = language() === 'en' ? en : zh;
  const [what, next] = dictionary[codeOf(problem)];
  return { what, next: next.replace('{wait}', wait(problem.retryAfter)) };
}

function codeOf(problem: ApiProblem): Code {
  if (problem.code in en && Array.isArray(en[problem.code as Code])) return problem.code as Code;
  return BY_STATUS[problem.status] ?? 'server';
}

/** "in 40 s", "in 5 min", "in a moment" */
export function wait(seconds: number | null): string {
  const dictionary = language() === 'en' ? en : zh;
  if (seconds === null || seconds <= 0) return dictionary.waitSome;
  if (seconds < 90) return dictionary.waitSeconds.replace('{n}', String(Math.ceil(seconds)));
  return dictionary.waitMinutes.replace('{n}', String(Math.ceil(seconds / 60)));
}
