/** Steps and problems in words of the language now. */
import { language, local } from '../../../i18n/index.svelte';
import { problemsAt, wordsOf } from './steps';
import { words } from './text';
import type { FlowProblem, Palette, Step } from './types';

/** "1 min 30 s" · "1 分 30 秒" */
export function spanOf(seconds: number): string {
  const whole = Math.round(seconds);
  return words().span(Math.floor(whole / 60), whole % 60);
}

/** What a step is called in lists: its own words, else its kind. */
export function titleOf(step: Step): string {
  return wordsOf(step, language()) ?? kindOf(step);
}

export function kindOf(step: Step): string {
  return words().kinds[step.type === 'question' ? step.question.kind : step.type];
}

/** The line below the title. */
export function metaOf(step: Step): string {
  const t = words();
  switch (step.type) {
    case 'question': {
      const parts = [wordsOf(step, language()) ? t.kinds[step.question.kind] : null, t.upTo(spanOf(step.question.hard_limit_s))];
      if (step.question.follow_up.most > 0) parts.push(t.followUps(step.question.follow_up.most));
      return parts.filter(Boolean).join(' · ');
    }
    case 'identity': return step.wants_document ? t.withDocument : t.about.identity;
    case 'break': return t.rest(spanOf(step.suggested_s));
    default: return t.about[step.type];
  }
}

export function paletteName(kind: Palette): string {
  return words().kinds[kind];
}

/** The first problem of a field in words, null where there is none. */
export function errorAt(problems: readonly FlowProblem[], step: string | null, field: string, isWithin = false): string | null {
  const [first] = problemsAt(problems, step, field, isWithin);
  return first ? local(first.text) : null;
}
