import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LADDER_START, type RungIndex } from '../../media/ladder';
import { enter } from '../../session/session.svelte';
import ConnectionNote from './ConnectionNote.svelte';
import { LiveSession } from './session.svelte';
import { words } from './text';

const CONTACT = { contact_name: 'Maya', contact_email: 'maya@greenroom.test' };
let shown: Record<string, unknown>;
let session: LiveSession;

/** The line moves to a rung; `best` is what the person has chosen. */
function moves(rung: RungIndex, best: RungIndex = 0): void {
  session.line['climbed']({ ...LADDER_START, rung, best });
  flushSync();
}

const note = (): string => document.querySelector('[role=status]')?.textContent?.trim() ?? '';
const callMe = (): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find((each) => each.textContent === words().callMe);

beforeEach(async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(CONTACT))));
  await enter({ kind: 'candidate', interview_id: 'itv_1', language: 'en' } as unknown as Parameters<typeof enter>[0]);
  session = new LiveSession('itv_1');
  document.body.innerHTML = '<main></main>';
  shown = mount(ConnectionNote, { target: document.querySelector('main') as HTMLElement, props: { session } });
});

afterEach(() => {
  void unmount(shown);
  session.leaveTab();
  vi.unstubAllGlobals();
});

it('says that a person is told until the line moves, then what the line does, and offers the call anew', () => {
  moves(4);
  callMe()?.click();
  flushSync();
  expect(note()).toBe(words().callAsked('Maya'));
  moves(3);
  expect(note()).toContain(words().rungs.audio);
  moves(0);
  expect(note()).toBe(words().rungs.video_high);
  moves(4);
  expect(callMe()).toBeDefined();
});

it('says nothing of sound alone that was chosen, but that not even sound passes', () => {
  moves(3, 3);
  expect(note()).toBe('');
  moves(4, 3);
  expect(note()).toContain(words().rungs.text);
});
