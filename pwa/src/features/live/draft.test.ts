import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Details } from './commands';
import { Draft } from './draft.svelte';
import { keep, recall } from './drafts';
import type { Turn } from './model';

const turn = { id: 'trn_1' } as Turn;

function server() {
  const taken: [string, Details][] = [];
  const waiting: (() => void)[] = [];
  return {
    taken,
    release: () => waiting.splice(0).forEach((go) => go()),
    port: {
      interviewId: 'int_1',
      isSending: false,
      act: (kind: 'draft' | 'choose' | 'done', details: Details) => {
        taken.push([kind, details]);
        return new Promise<void>((resolve) => waiting.push(resolve));
      },
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

describe('a draft', () => {
  it('is on the phone at each key and on the server once per burst', async () => {
    const { port, taken, release } = server();
    const draft = new Draft(port, turn, '');
    for (const text of ['a', 'ab', 'abc']) {
      draft.text = text;
      draft.changed();
      expect(recall('int_1', 'trn_1', '').text).toBe(text);
    }
    await vi.advanceTimersByTimeAsync(500);
    expect(taken).toEqual([['draft', { text: 'abc' }]]);
    expect(draft.state).toBe('saving');
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(draft.state).toBe('saved');
  });

  it('is not called saved for what was typed while it was on its way', async () => {
    const { port, release } = server();
    const draft = new Draft(port, turn, '');
    draft.text = 'one';
    draft.changed();
    await vi.advanceTimersByTimeAsync(500);
    draft.text = 'one two';
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(draft.state).toBe('saving');
    port.isSending = true;
    expect(draft.state).toBe('here');
  });

  it('sends on return what only the phone knew', () => {
    keep('int_1', 'trn_1', 'one two', 'one');
    const { port, taken } = server();
    const draft = new Draft(port, turn, 'one');
    draft.begin();
    expect(taken).toEqual([['draft', { text: 'one two' }]]);
  });

  it('asks first where another device went on as well, and can show either', () => {
    keep('int_1', 'trn_1', 'here', 'one');
    const { port, taken } = server();
    const draft = new Draft(port, turn, 'there');
    draft.begin();
    expect([taken, draft.text, draft.other]).toEqual([[], 'here', 'there']);
    draft.swap();
    expect([draft.text, draft.other]).toEqual(['there', 'here']);
  });

  it('goes with the last words when it is done, and not again after', async () => {
    const { port, taken } = server();
    const draft = new Draft(port, turn, '', (text) => ({ options: text.split(',') }), 'choose');
    draft.text = 'a,b';
    draft.changed();
    void draft.done();
    await vi.advanceTimersByTimeAsync(1000);
    expect(taken).toEqual([['done', { options: ['a', 'b'] }]]);
  });
});
