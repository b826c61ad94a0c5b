import { describe, expect, it } from 'vitest';
import type { OwnRescue } from './call.svelte';
import { isShown, sentence } from './say';
import en from './text/en';

const call = (part: Partial<OwnRescue> = {}): OwnRescue => ({
  id: 'rsc_1', now: '2026-11-22T09:00:00Z', state: 'calling', is_by_monitor: false, asked_at: '2026-11-22T09:00:00Z',
  stages: [{ at: '2026-11-22T09:00:00Z', names: ['He Li'] }], next_at: null, accepted_by: null, accepted_at: null, is_face_seen: false, ...part,
});
const say = (part: Partial<OwnRescue> = {}): string => sentence(call(part), en, (names) => names.join(' and '));
const SECOND = { at: '2026-11-22T09:01:00Z', names: ['Anna Berg'] };

describe('a call for a person', () => {
  it('says who is being called, and who has not answered', () => {
    expect(say()).toBe(en.calling('He Li'));
    expect(say({ is_by_monitor: true })).toBe(en.looksIn('He Li'));
    expect(say({ stages: [...call().stages, SECOND] })).toBe(en.callingMore('Anna Berg', 'He Li'));
    expect(say({ stages: [] })).toBe(en.callingNobody);
  });

  it('says that nobody came, and that somebody comes', () => {
    expect(say({ state: 'unanswered' })).toBe(en.unanswered);
    expect(say({ state: 'unanswered', stages: [] })).toBe(en.nobodyOnDuty);
    expect(say({ state: 'accepted', accepted_by: 'Anna Berg' })).toBe(en.accepted('Anna Berg'));
  });

  it('stays on the screen until a face is there', () => {
    expect(isShown(null, false)).toBe(false);
    expect(isShown(call(), false)).toBe(true);
    expect(isShown(call({ state: 'accepted' }), false)).toBe(true);
    expect(isShown(call({ state: 'accepted', is_face_seen: true }), false)).toBe(false);
    expect(isShown(call(), true)).toBe(false);
    expect(isShown(call({ state: 'over' }), false)).toBe(false);
  });
});
