import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN, type Reading, estimate, learned, raised } from './clock';

const HOUR = 3_600_000;
const SERVER = Date.parse('2026-11-22T08:00:00Z');
/** The phone believes that it is 2019. */
const OWN = Date.parse('2019-03-01T00:00:00Z');
const at = (steadyMs: number, ownMs: number, page = 'a'): Reading => ({ page, steadyMs, ownMs: OWN + ownMs });
const known = learned(NOTHING_KNOWN, { serverMs: SERVER, at: at(1000, 0) });

describe('the time without a network', () => {
  it('is unknown where no server has told it', () => {
    expect(estimate(NOTHING_KNOWN, at(0, 0))).toBeNull();
  });

  it('follows the steady clock, however wrong the phone’s own is', () => {
    expect(estimate(known, at(1000 + HOUR, HOUR))).toEqual({ earliestMs: SERVER + HOUR, likelyMs: SERVER + HOUR, trust: 'steady' });
  });

  it('does not follow a clock that is turned forward by a day', () => {
    const now = estimate(known, at(61_000, 24 * HOUR));
    expect(now).toEqual({ earliestMs: SERVER + 60_000, likelyMs: SERVER + 60_000, trust: 'turned' });
  });

  it('does not follow a clock that is turned back', () => {
    expect(estimate(known, at(61_000, -HOUR))).toMatchObject({ likelyMs: SERVER + 60_000, trust: 'turned' });
  });

  it('takes a steady clock that stood still for a phone that slept', () => {
    expect(estimate(known, at(61_000, 3 * HOUR))).toEqual({ earliestMs: SERVER + 60_000, likelyMs: SERVER + 3 * HOUR, trust: 'slept' });
  });

  it('goes by the differences of the own clock after the app was closed', () => {
    expect(estimate(known, at(20, 5 * HOUR, 'b'))).toEqual({ earliestMs: SERVER, likelyMs: SERVER + 5 * HOUR, trust: 'own_clock' });
  });

  it('never falls behind what was certain before the app was closed', () => {
    const later = raised(known, at(1000 + 2 * HOUR, 2 * HOUR));
    expect(later.floorMs).toBe(SERVER + 2 * HOUR);
    expect(estimate(later, at(20, -24 * HOUR, 'b'))).toEqual({ earliestMs: SERVER + 2 * HOUR, likelyMs: SERVER + 2 * HOUR, trust: 'turned' });
  });

  it('raises the floor by what is certain, not by what is likely', () => {
    expect(raised(known, at(61_000, 3 * HOUR)).floorMs).toBe(SERVER + 60_000);
    expect(raised(known, at(20, 5 * HOUR, 'b')).floorMs).toBe(SERVER);
  });

  it('prefers what was learned on this page', () => {
    const two = learned(known, { serverMs: SERVER + HOUR, at: at(5, 99 * HOUR, 'b') });
    expect(estimate(two, at(1005, 99 * HOUR + 1000, 'b'))).toEqual({ earliestMs: SERVER + HOUR + 1000, likelyMs: SERVER + HOUR + 1000, trust: 'steady' });
    expect(two.floorMs).toBe(SERVER + HOUR);
  });
});

it('keeps the first and the last anchor of a page, and twenty at most', () => {
  let all = known;
  for (let i = 1; i <= 5; i++) all = learned(all, { serverMs: SERVER + i, at: at(1000 + i, i) });
  expect(all.anchors.map((anchor) => anchor.serverMs - SERVER)).toEqual([0, 5]);
  for (let i = 0; i < 40; i++) all = learned(all, { serverMs: SERVER, at: at(0, 0, `p${i}`) });
  expect(all.anchors).toHaveLength(20);
});
