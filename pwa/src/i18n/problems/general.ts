/** Words for what may go wrong with any request, by the answer's status: all that the entry of the app needs. */
import type { ApiProblem } from '../../api/problem';
import { language } from '../index.svelte';
import en from './general.en';
import zh from './general.zh-CN';

export interface Words {
  what: string;
  next: string;
}

export type GeneralCode = { [K in keyof typeof en]: (typeof en)[K] extends string ? never : K }[keyof typeof en];

const BY_STATUS: Record<number, GeneralCode> = {
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

/** The words for a problem by its code where that is a general one, else by its status. */
export function generalWordsFor(problem: ApiProblem): Words {
  const dictionary = language() === 'en' ? en : zh;
  return worded(dictionary[generalCode(problem)], problem);
}

export function generalCode(problem: ApiProblem): GeneralCode {
  if (problem.code in en && Array.isArray(en[problem.code as GeneralCode])) return problem.code as GeneralCode;
  return BY_STATUS[problem.status] ?? 'server';
}

export function worded([what, next]: readonly [string, string], problem: ApiProblem): Words {
  return { what, next: next.replace('{wait}', wait(problem.retryAfter)) };
}

/** "in 40 s", "in 5 min", "in a moment" */
export function wait(seconds: number | null): string {
  const dictionary = language() === 'en' ? en : zh;
  if (seconds === null || seconds <= 0) return dictionary.waitSome;
  if (seconds < 90) return dictionary.waitSeconds.replace('{n}', String(Math.ceil(seconds)));
  return dictionary.waitMinutes.replace('{n}', String(Math.ceil(seconds / 60)));
}
