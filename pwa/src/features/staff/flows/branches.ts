/** A branch's conditions and aims in words of the language now. */
import { local } from '../../../i18n/index.svelte';
import { titleOf } from './say';
import { words } from './text';
import type { Condition, Step } from './types';

/** "Graduates, returning" · "选了：仓库" */
export function conditionOf(when: Condition, steps: readonly Step[]): string {
  const t = words();
  switch (when.type) {
    case 'segment_is': return when.segments.map((each) => t.segments[each]).join(', ') || '…';
    case 'language_is': return when.languages.map((each) => t.languages[each]).join(', ') || '…';
    case 'choice_is': {
      const asked = steps.find((step) => step.id === when.step);
      const options = asked?.type === 'question' ? asked.question.options : [];
      return options.filter((option) => when.options.includes(option.id)).map((option) => local(option.text) || '…').join(', ') || '…';
    }
  }
}

/** The title of the step that is named, or that it is nowhere. */
export function aimOf(id: string, steps: readonly Step[]): string {
  const step = steps.find((each) => each.id === id);
  return step ? titleOf(step) : words().nowhere;
}
