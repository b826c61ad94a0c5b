/** Words for problems: what happened, and the next step, in the person's language. */
import type { ApiProblem } from '../../api/problem';
import { language } from '../index.svelte';
import en from './en';
import { generalCode, worded, type Words } from './general';
import zh from './zh-CN';

export { wait, type Words } from './general';

type Code = { [K in keyof typeof en]: (typeof en)[K] extends string ? never : K }[keyof typeof en];

/** The words for a problem; a code nobody has words for falls back on its status. */
export function wordsFor(problem: ApiProblem): Words {
  const dictionary = language() === 'en' ? en : zh;
  return worded(dictionary[codeOf(problem)], problem);
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

type Sentences = Readonly<Record<string, readonly [string, string]>>;
let further: { en: Sentences; zh: Sentences } = { en: {}, zh: {} };

/** Words of a part of the app that is loaded later; its codes are known from then on. */
export function learn(more: { en: Sentences; zh: Sentences }): void {
  further = { en: { ...further.en, ...more.en }, zh: { ...further.zh, ...more.zh } };
}

/** The words for a problem; a code nobody has words for falls back on its status. */
export function wordsFor(problem: ApiProblem): Words {
  const [dictionary, learned] = language() === 'en' ? [en, further.en] : [zh, further.zh];
  const [what, next] = learned[problem.code] ?? dictionary[codeOf(problem)];
  return { what, next: next.replace('{wait}', wait(problem.retryAfter)) };
}

function codeOf(problem: ApiProblem): Code {
  if (problem.code in en && Array.isArray(en[problem.code as Code])) return problem.code as Code;
  return generalCode(problem);
}
