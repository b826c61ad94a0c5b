import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import Between from './Between.svelte';
import type { Conversation } from './conversation';
import { NOTHING_YET, type LiveView } from './model';
import { words } from './text';

type Acknowledgement = NonNullable<LiveView['acknowledgement']>;
let shown: Record<string, unknown> | null = null;
afterEach(() => {
  if (shown) void unmount(shown);
  document.body.innerHTML = '';
});

function show(view: object, more: Partial<Conversation> = {}): void {
  const session = { live: { ...NOTHING_YET, view }, nowMs: 0, isSending: false, can: () => false, ...more } as unknown as Conversation;
  document.body.innerHTML = '<main></main>';
  shown = mount(Between, { target: document.querySelector('main') as HTMLElement, props: { session, view: view as LiveView, onHelp: () => {} } });
  flushSync();
}

function said(acknowledgement: Partial<Acknowledgement>): string {
  show({
    phase: 'acknowledged', say: null, waiting: [], gap_s: 5, progress: { done: 1, total: 3, minutes_left: 4 }, next_at: null,
    acknowledgement: { length_s: null, words: null, fit: 'fits', next_at: null, ...acknowledgement },
  });
  return document.querySelector('[role=status]')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

it('says the length of an answer and how it fits', () => {
  expect(said({ length_s: 65, fit: 'fits' })).toBe(`${words().ackSpoken('1:05')} ${words().fit.fits}`);
  expect(said({ words: 40, fit: 'fits' })).toBe(`${words().ackTyped(40)} ${words().fit.fits}`);
});

it('counts no words of a choice or of code', () => {
  expect(said({ fit: 'fits' })).toBe(words().ackKept);
});

it('calls nothing short and clear where there is nothing', () => {
  expect(said({ fit: 'short' })).toBe(words().ackEmpty);
  expect(said({ words: 0, fit: 'short' })).toBe(words().ackEmpty);
});

it('does not let anybody begin to speak where the house has no place yet', () => {
  const greeting = { phase: 'greeting', say: null, waiting: [], gap_s: 5, progress: { done: 0, total: 3, minutes_left: 9 }, acknowledgement: null, next_at: null };
  const isOff = (): boolean | undefined => document.querySelector<HTMLButtonElement>('[data-main]')?.disabled;
  show(greeting, { isHeldBack: true });
  expect(isOff()).toBe(true);
  show(greeting, { isHeldBack: false });
  expect(isOff()).toBe(false);
});
