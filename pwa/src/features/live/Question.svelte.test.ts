import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { LiveView, Turn } from './model';
import Question from './Question.svelte';

let shown: Record<string, unknown> | null = null;
afterEach(() => {
  if (shown) void unmount(shown);
  document.body.innerHTML = '';
});

const turn = (id: string): Turn =>
  ({ id, kind: 'code', prompt: { en: id, 'zh-CN': id }, retake: 0, follows: null, is_return: false, is_practice: false }) as unknown as Turn;
const view = { say: null, is_preview: false } as unknown as LiveView;

it('takes the focus for a new question, and never from somebody who writes the answer', () => {
  let now = $state.raw(turn('one'));
  document.body.innerHTML = '<textarea></textarea><div></div>';
  const target = document.querySelector('div') as HTMLElement;
  shown = mount(Question, { target, props: { view, get turn() { return now; }, onAgain: () => {} } });
  flushSync();
  const field = document.querySelector('textarea') as HTMLTextAreaElement;
  expect(document.activeElement).toBe(document.querySelector('h1'));
  field.focus();
  now = turn('one');
  flushSync();
  expect(document.activeElement).toBe(field);
  now = turn('two');
  flushSync();
  expect(document.activeElement).toBe(document.querySelector('h1'));
});
