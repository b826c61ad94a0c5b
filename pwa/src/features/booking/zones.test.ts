import { describe, expect, it } from 'vitest';
import { aheadMin, clockIn, dateIn, datesBetween, instantOf, later, offsetMin, placeOf } from './zones';

describe('clocks on the wall', () => {
  it.each([
    ['2026-11-27T08:00:00Z', 'Europe/Berlin', '2026-11-27', '09:00'],
    ['2026-11-27T08:00:00Z', 'Asia/Shanghai', '2026-11-27', '16:00'],
    ['2026-11-27T20:00:00Z', 'Asia/Kathmandu', '2026-11-28', '01:45'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29', '03:00'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', '02:30'],
    ['2028-02-29T23:30:00Z', 'Pacific/Kiritimati', '2028-03-01', '13:30'],
    ['2026-01-01T04:00:00Z', 'America/New_York', '2025-12-31', '23:00'],
  ])('%s in %s is %s %s', (at, zone, date, clock) => {
    expect(dateIn(at, zone)).toBe(date);
    expect(clockIn(at, zone)).toBe(clock);
  });

  it('knows how far apart two places are', () => {
    expect(aheadMin('2026-11-27T08:00:00Z', 'Europe/Berlin', 'Asia/Shanghai')).toBe(420);
    expect(aheadMin('2026-07-27T08:00:00Z', 'Europe/Berlin', 'Asia/Shanghai')).toBe(360);
    expect(aheadMin('2026-11-27T08:00:00Z', 'Asia/Kathmandu', 'Asia/Kolkata')).toBe(-15);
    expect(offsetMin('2026-11-27T08:00:59Z', 'UTC')).toBe(0);
  });

  it('shows, in every zone the browser knows and all through a year, the local time of the stored instant', () => {
    for (const [nth, zone] of Intl.supportedValuesOf('timeZone').entries()) {
      const own = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
      for (let day = nth % 3; day < 365; day += 3) {
        const at = new Date(Date.UTC(2026, 0, 1 + day, (day * 7 + nth) % 24, (day * 13) % 60));
        const [date, clock] = [dateIn(at, zone), clockIn(at, zone)];
        expect(`${date} ${clock}`, zone).toBe(own.format(at));
        const found = instantOf(date, clock, zone);
        if (found.getTime() !== at.getTime()) expect(`${dateIn(found, zone)} ${clockIn(found, zone)}`, zone).toBe(`${date} ${clock}`);
      }
    }
  }, 60_000);
});

describe('dates', () => {
  it('go over months and leap days', () => {
    expect(later('2028-02-28', 1)).toBe('2028-02-29');
    expect(later('2026-12-31', 1)).toBe('2027-01-01');
    expect(datesBetween('2026-11-29', '2026-12-02')).toEqual(['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02']);
  });
});

describe('places', () => {
  it('have a name in both languages', () => {
    expect(placeOf('America/New_York', 'en')).toBe('New York');
    expect(placeOf('Europe/Berlin', 'zh-CN')).toBe('柏林');
    expect(placeOf('Asia/Tbilisi', 'zh-CN')).toMatch(/\p{Script=Han}/u);
  });
});
