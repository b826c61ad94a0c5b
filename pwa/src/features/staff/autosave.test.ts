import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '../../api/problem';
import { Autosave, type Saving } from './autosave.svelte';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

/** Text that is being written, and what of it has arrived; `failing` is thrown by the next tries. */
function written(refused?: Saving['refused']) {
  const page = { text: '', arrived: [] as string[], failing: [] as ApiProblem[], during: () => {} };
  const send = async (): Promise<boolean> => {
    const sent = page.text;
    page.during();
    await Promise.resolve();
    const failing = page.failing.shift();
    if (failing) throw failing;
    page.arrived.push(sent);
    return page.text === sent;
  };
  const saving = new Autosave(refused ? { send, refused } : { send });
  const write = (text: string): void => { page.text = text; saving.later(); };
  return { page, saving, write };
}

it('sends once when nothing more comes for a moment', async () => {
  const { page, saving, write } = written();
  write('a');
  write('ab');
  expect(saving.state).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page.arrived).toEqual(['ab']);
  expect(saving.state).toBe('saved');
});

it('sends again what was written while it was sending', async () => {
  const { page, saving, write } = written();
  page.during = () => { page.during = () => {}; write('ab'); };
  write('a');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(page.arrived).toEqual(['a', 'ab']);
  expect(saving.state).toBe('saved');
});

it('tries again while the server is away, as late as it asks', async () => {
  const { page, saving, write } = written();
  page.failing = [new ApiProblem('unavailable', 503, '', 30)];
  write('a');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(saving.state).toBe('away');
  await vi.advanceTimersByTimeAsync(28_000);
  expect(page.arrived).toEqual([]);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(page.arrived).toEqual(['a']);
  expect(saving.state).toBe('saved');
  expect(saving.problem).toBeNull();
});

it('stops at a conflict until that is settled', async () => {
  const { page, saving, write } = written();
  page.failing = [new ApiProblem('stale_version', 409, '')];
  write('a');
  await vi.advanceTimersByTimeAsync(1_000);
  write('ab');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(saving.state).toBe('conflict');
  expect(page.arrived).toEqual([]);
  saving.state = 'waiting';
  expect(await saving.flush()).toBe(true);
  expect(page.arrived).toEqual(['ab']);
});

it('says that a refused text was not saved, and sends the next', async () => {
  const { page, saving, write } = written();
  page.failing = [new ApiProblem('body_invalid', 422, '')];
  write('a');
  expect(await saving.flush()).toBe(false);
  expect([saving.state, saving.problem?.code]).toEqual(['refused', 'body_invalid']);
  write('b');
  expect(await saving.flush()).toBe(true);
});

it('leaves to the page what a refusal of its own comes to', async () => {
  const { page, saving, write } = written((problem) => (problem.code === 'changed' ? 'waiting' : null));
  page.failing = [new ApiProblem('changed', 409, '')];
  write('a');
  expect(await saving.flush()).toBe(true);
  expect(page.arrived).toEqual(['a']);
});

it('sends what waits when the screen is left', async () => {
  const { page, saving, write } = written();
  write('a');
  saving.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.arrived).toEqual(['a']);
});
