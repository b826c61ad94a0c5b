import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../i18n/index.svelte';
import { fetchWords, wordsFor } from '../i18n/problems';
import { request } from './client';
import { ApiProblem, problemFrom } from './problem';

afterEach(() => vi.unstubAllGlobals());

const answer = (body: string, status: number, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers });

describe('a problem document', () => {
  it('gives code, detail, further members and the wait', async () => {
    const document = JSON.stringify({ type: 'about:blank', status: 401, code: 'code_wrong', detail: 'No.', tries_left: 3 });
    const problem = await problemFrom(answer(document, 401));
    expect(problem).toMatchObject({ code: 'code_wrong', status: 401, detail: 'No.' });
    expect(problem.number('tries_left')).toBe(3);
    expect((await problemFrom(answer('{"code":"locked_out"}', 429, { 'retry-after': '60' }))).retryAfter).toBe(60);
  });

  it("is made up from the status where a proxy's page came instead", async () => {
    expect(await problemFrom(answer('<h1>Bad gateway</h1>', 502))).toMatchObject({ code: 'http_502', status: 502 });
  });
});

describe('words for a problem', () => {
  it('stand in both languages and tell how long to wait', async () => {
    await Promise.all([fetchWords('en'), fetchWords('zh-CN')]);
    const locked = new ApiProblem('locked_out', 429, '', 120);
    setLanguage('en');
    expect(wordsFor(locked)).toEqual({ what: 'Too many tries.', next: 'Try again in 2 min.' });
    setLanguage('zh-CN');
    expect(wordsFor(locked).next).toBe('请2 分钟后再试。');
  });

  it('fall back on the status, then on a general sentence', () => {
    setLanguage('en');
    expect(wordsFor(new ApiProblem('something_new', 404, '')).what).toBe('We cannot find this page.');
    expect(wordsFor(new ApiProblem('something_new', 500, '')).what).toBe('Something went wrong on our side.');
    expect(wordsFor(new ApiProblem('waitSome', 500, '')).what).toBe('Something went wrong on our side.');
  });
});

describe('a request', () => {
  it('sends JSON with the header that keeps other sites out', async () => {
    const fetch = vi.fn((_path: string, _init: RequestInit) => Promise.resolve(answer('{"ok":true}', 200)));
    vi.stubGlobal('fetch', fetch);
    expect(await request('POST', '/api/x', { body: { a: 1 } })).toEqual({ ok: true });
    const init = fetch.mock.calls[0]?.[1];
    expect(init?.headers).toMatchObject({ 'X-Greenroom': '1', 'Content-Type': 'application/json' });
    expect(init?.body).toBe('{"a":1}');
  });

  it('reads an empty answer as nothing', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(answer('', 200)));
    expect(await request('GET', '/api/x')).toBeUndefined();
  });

  it('becomes a problem where the server cannot be reached, and stays an abort where it was one', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(request('GET', '/api/x')).rejects.toMatchObject({ code: 'unreachable' });
    const stop = new AbortController();
    stop.abort();
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('stop', 'AbortError')));
    await expect(request('GET', '/api/x', { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
