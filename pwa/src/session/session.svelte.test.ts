import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Session from './session.svelte';

const NOTE = 'greenroom.signed-in';
const MEMBER = { id: 'acc_1', kind: 'member', name: 'Ines', language: 'en', permissions: [], interview_id: null };

let asked: string[];
let isIn: boolean;

/** The module as a page that was just opened has it. */
const opened = async (): Promise<typeof Session> => {
  vi.resetModules();
  return import('./session.svelte');
};

beforeEach(() => {
  [asked, isIn] = [[], false];
  localStorage.clear();
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return isIn ? Response.json(MEMBER) : Response.json({ code: 'unauthorised' }, { status: 401 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a public screen', () => {
  it('does not ask who this is where nobody has signed in', async () => {
    const { knownSession } = await opened();
    expect([await knownSession(), asked]).toEqual([null, []]);
  });

  it('knows who has signed in on this device, until they sign out', async () => {
    isIn = true;
    const first = await opened();
    await first.ensureSession();
    const next = await opened();
    expect((await next.knownSession())?.id).toBe('acc_1');
    await next.signOut();
    const last = await opened();
    const before = asked.length;
    expect([await last.knownSession(), asked.length]).toEqual([null, before]);
  });

  it('asks once where the sign-in has run out, then no more', async () => {
    localStorage.setItem(NOTE, '1');
    const first = await opened();
    expect(await first.knownSession()).toBeNull();
    const next = await opened();
    expect(await next.knownSession()).toBeNull();
    expect([asked, localStorage.getItem(NOTE)]).toEqual([['/api/me'], null]);
  });

  it('knows who is signed in though the note was lost', async () => {
    isIn = true;
    const { ensureSession, knownSession } = await opened();
    await ensureSession();
    localStorage.clear();
    expect((await knownSession())?.id).toBe('acc_1');
  });

  it('asks where nothing can be noted', async () => {
    isIn = true;
    vi.stubGlobal('localStorage', { getItem: () => { throw new DOMException('', 'SecurityError'); }, setItem: () => { throw new DOMException('', 'SecurityError'); } });
    const { knownSession } = await opened();
    expect((await knownSession())?.id).toBe('acc_1');
  });
});
