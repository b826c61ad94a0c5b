import { describe, expect, it } from 'vitest';
import { type Reading, anchored, estimate, raised } from './clock';

const HOUR = 3_600_000;
const SERVER = Date.parse('2026-11-22T08:00:00Z');
/** The phone believes that it is 2019. */
const OWN = Date.parse('2019-03-01T00:00:00Z');
const at = (steadyMs: number, ownMs: number, page = 'a'): Reading => ({ page, steadyMs, ownMs: OWN + ownMs });
const anchor = anchored(SERVER, at(1000, 0));

describe('the time without a network', () => {
  it('follows the steady clock, however wrong the phone’s own is', () => {
    expect(estimate(anchor, at(1000 + HOUR, HOUR))).toEqual({ earliestMs: SERVER + HOUR, likelyMs: SERVER + HOUR, trust: 'steady' });
  });

  it('does not follow a clock that is turned forward by a day', () => {
    const now = estimate(anchor, at(61_000, 24 * HOUR));
    expect(now).toEqual({ earliestMs: SERVER + 60_000, likelyMs: SERVER + 60_000, trust: 'turned' });
  });

  it('does not follow a clock that is turned back', () => {
    expect(estimate(anchor, at(61_000, -HOUR))).toMatchObject({ likelyMs: SERVER + 60_000, trust: 'turned' });
  });

  it('takes a steady clock that stood still for a phone that slept', () => {
    expect(estimate(anchor, at(61_000, 3 * HOUR))).toEqual({ earliestMs: SERVER + 60_000, likelyMs: SERVER + 3 * HOUR, trust: 'slept' });
  });

  it('goes by the differences of the own clock after the app was closed', () => {
    expect(estimate(anchor, at(20, 5 * HOUR, 'b'))).toEqual({ earliestMs: SERVER, likelyMs: SERVER + 5 * HOUR, trust: 'own_clock' });
  });

  it('never falls behind what was certain before the app was closed', () => {
    const later = raised(anchor, at(1000 + 2 * HOUR, 2 * HOUR));
    expect(later.floorMs).toBe(SERVER + 2 * HOUR);
    expect(estimate(later, at(20, -24 * HOUR, 'b'))).toEqual({ earliestMs: SERVER + 2 * HOUR, likelyMs: SERVER + 2 * HOUR, trust: 'turned' });
  });

  it('raises the floor by what is certain, not by what is likely', () => {
    expect(raised(anchor, at(61_000, 3 * HOUR)).floorMs).toBe(SERVER + 60_000);
    expect(raised(anchor, at(20, 5 * HOUR, 'b')).floorMs).toBe(SERVER);
  });
});
