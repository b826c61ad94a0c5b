import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Details } from './commands';
import { Draft, MAX_CHARS } from './draft.svelte';
import { keep, recall } from './drafts';
import type { Turn } from './model';

const turn = { id: 'trn_1' } as Turn;

function server() {
  const taken: [string, Details][] = [];
  const waiting: ((isTaken: boolean) => void)[] = [];
  return {
    taken,
    release: (isTaken = true) => waiting.splice(0).forEach((tell) => tell(isTaken)),
    port: {
      interviewId: 'int_1',
      isSending: false,
      act: (kind: 'draft' | 'choose' | 'done', details: Details) => {
        taken.push([kind, details]);
        return new Promise<boolean>((resolve) => waiting.push(resolve));
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
    draft.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(taken).toEqual([['done', { options: ['a', 'b'] }]]);
  });

  it('stays the phone’s where the server does not take it, through a reload too', async () => {
    const { port, taken, release } = server();
    const draft = new Draft(port, turn, 'one');
    draft.text = 'one two';
    draft.changed();
    await vi.advanceTimersByTimeAsync(500);
    release(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(draft.state).toBe('here');
    const again = new Draft(port, turn, 'one');
    expect(again.text).toBe('one two');
    again.begin();
    expect(taken.at(-1)).toEqual(['draft', { text: 'one two' }]);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(again.state).toBe('saved');
  });

  it('is saved every two seconds while somebody types without a pause', async () => {
    const { port, taken, release } = server();
    const draft = new Draft(port, turn, '');
    for (let key = 1; key <= 50; key++) {
      draft.text = 'x'.repeat(key);
      draft.changed();
      await vi.advanceTimersByTimeAsync(100);
      release();
    }
    expect(taken.length).toBe(2);
  });

  it('sends its last words when time takes the screen away, once', async () => {
    const { port, taken } = server();
    const draft = new Draft(port, turn, 'one');
    draft.end();
    expect(taken).toEqual([]);
    draft.text = 'one two';
    draft.changed();
    draft.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(taken).toEqual([['draft', { text: 'one two' }]]);
  });

  it('says when no more fits in', () => {
    const draft = new Draft(server().port, turn, '');
    draft.text = 'x'.repeat(MAX_CHARS);
    draft.changed();
    expect(draft.isFull).toBe(true);
    draft.text = 'x';
    draft.changed();
    expect(draft.isFull).toBe(false);
    draft.end();
  });
});
