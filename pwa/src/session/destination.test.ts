import { describe, expect, it } from 'vitest';
import type { InterviewState, Me } from '../api/types';
import { destination, permitted } from './destination';

const states: InterviewState[] = [
  'invited', 'consented', 'checked', 'live', 'paused', 'submitted', 'processing', 'reviewable', 'closed',
  'expired', 'withdrawn', 'abandoned', 'human_route',
];
const candidate = { kind: 'candidate' } as Me;

describe('where a person belongs', () => {
  it('is the front door for nobody, their day for who takes part, the list for who reads, the accounts for IT', () => {
    const member = (...permissions: Me['permissions']): Me => ({ kind: 'member', permissions }) as Me;
    expect(destination(null, null)).toBe('/');
    expect(destination(member('interview.list', 'home.read'), null)).toBe('/staff/home');
    expect(destination(member('interview.list', 'member.read'), null)).toBe('/staff/interviews');
    expect(destination(member('member.read'), null)).toBe('/staff/members');
  });

  it.each([
    ['invited', '/welcome'], ['consented', '/check'], ['checked', '/green-room'], ['live', '/live'], ['paused', '/live'],
    ['submitted', '/thanks'], ['reviewable', '/timeline'], ['human_route', '/human-route'],
  ] as const)('is, at %s, %s', (state, path) => {
    expect(destination(candidate, { state })).toBe(path);
  });

  it.each(states)('is open at %s', (state) => {
    const home = destination(candidate, { state });
    expect(permitted(home, { state })).toBe(home);
  });
});

describe('an interview that asks who they are', () => {
  const owed = { way: null, verdict: 'open' } as const;
  const given = { way: 'photo', verdict: 'open' } as const;

  it('asks after the consent, and before the room', () => {
    expect(destination(candidate, { state: 'invited', identity: owed })).toBe('/welcome');
    expect(destination(candidate, { state: 'consented', identity: owed })).toBe('/identity');
    expect(permitted('/check', { state: 'consented', identity: owed })).toBe('/identity');
    expect(permitted('/green-room', { state: 'checked', identity: owed })).toBe('/identity');
    expect(destination(candidate, { state: 'consented', identity: given })).toBe('/check');
  });

  it('lets them change their mind before the start, and answer when they are asked again', () => {
    expect(permitted('/identity', { state: 'checked', identity: given })).toBe('/identity');
    expect(permitted('/identity', { state: 'reviewable', identity: given })).toBe('/timeline');
    expect(permitted('/identity', { state: 'reviewable', identity: { way: 'photo', verdict: 'again' } })).toBe('/identity');
  });

  it('is not asked where the flow does not want it', () => {
    expect(permitted('/identity', { state: 'consented', identity: null })).toBe('/check');
  });
});

describe('screens that are not open', () => {
  it('never let anyone into the room before the check', () => {
    for (const state of ['invited', 'consented', 'checked'] as const) expect(permitted('/live', { state })).not.toBe('/live');
  });

  it('never lead from the human route back to the machine', () => {
    for (const path of ['/welcome', '/check', '/green-room', '/live']) expect(permitted(path, { state: 'human_route' })).toBe('/human-route');
  });
});
