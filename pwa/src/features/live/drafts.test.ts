import { afterEach, describe, expect, it, vi } from 'vitest';
import { forget, keep, recall } from './drafts';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('a draft on the phone', () => {
  it('is not there at first: the server’s is the start', () => {
    expect(recall('i', 't', 'from server')).toEqual({ text: 'from server', other: null });
  });

  it('goes on where the phone was ahead of the server', () => {
    keep('i', 't', 'one two three', 'one');
    expect(recall('i', 't', 'one')).toEqual({ text: 'one two three', other: null });
  });

  it('gives way where the phone had nothing unsent and another device went on', () => {
    keep('i', 't', 'one', 'one');
    expect(recall('i', 't', 'one and more')).toEqual({ text: 'one and more', other: null });
  });

  it('stands where both went on, and the other text is not lost', () => {
    keep('i', 't', 'one here', 'one');
    expect(recall('i', 't', 'one there')).toEqual({ text: 'one here', other: 'one there' });
  });

  it('is settled when the server has the same, whatever it had before', () => {
    keep('i', 't', 'one two', 'one');
    expect(recall('i', 't', 'one two')).toEqual({ text: 'one two', other: null });
  });

  it('is each turn’s own and can be forgotten', () => {
    keep('i', 't', 'mine', '');
    expect(recall('i', 'u', '').text).toBe('');
    forget('i', 't');
    expect(recall('i', 't', '').text).toBe('');
  });

  it('may hold rubbish of another version', () => {
    localStorage.setItem('greenroom.draft.i.t', '{"text":3');
    expect(recall('i', 't', 'server').text).toBe('server');
    localStorage.setItem('greenroom.draft.i.t', 'plain words');
    expect(recall('i', 't', 'server').text).toBe('server');
  });

  it('does without a storage that refuses', () => {
    vi.stubGlobal('localStorage', { setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } });
    expect(() => keep('i', 't', 'x', '')).not.toThrow();
  });
});
