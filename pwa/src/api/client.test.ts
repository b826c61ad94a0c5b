import { afterEach, expect, it, vi } from 'vitest';
import { get } from './client';
import { ApiProblem } from './problem';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** An answer whose head comes at once and whose body only ends, with an error, when the signal does. */
function withoutEnd(signal: AbortSignal): Response {
  const body = new ReadableStream({ start: (stream) => signal.addEventListener('abort', () => stream.error(signal.reason)) });
  return new Response(body, { status: 200 });
}

it('says of a body that breaks off or never ends what it says of a server that is away', async () => {
  const limit = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.resolve(withoutEnd(init.signal as AbortSignal)));
  const asked = get('/api/me').catch((error: unknown) => error);
  limit.abort(new DOMException('signal timed out', 'TimeoutError'));
  const problem = await asked;
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ code: 'unreachable', status: 0, detail: 'timeout' });
});

it('leaves an abort of the caller’s an abort, in the middle of a body too', async () => {
  const stop = new AbortController();
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.resolve(withoutEnd(init.signal as AbortSignal)));
  const asked = get('/api/me', stop.signal).catch((error: unknown) => error);
  await Promise.resolve();
  stop.abort();
  expect(await asked).toMatchObject({ name: 'AbortError' });
});
