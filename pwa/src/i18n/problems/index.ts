export { fetchWords, wait, wordsFor, type Words } from './words.svelte';
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
}

function codeOf(problem: ApiProblem): Code {
  if (problem.code in en && Array.isArray(en[problem.code as Code])) return problem.code as Code;
  return generalCode(problem);
}
