import { describe, expect, it } from 'vitest';
import { daysOf, pageOf, partsOf, type Time } from './days';

const time = (start: string, is_free = true): Time => ({ start, end: start, is_free });
const times = [time('2026-11-27T08:00:00Z'), time('2026-11-27T20:00:00Z'), time('2026-11-30T12:00:00Z', false)];

describe('days', () => {
  it('stand in order with those between, by the clock of the zone', () => {
    const days = daysOf(times, 'Asia/Shanghai');
    expect(days.map((day) => [day.date, day.free, day.times.length])).toEqual([
      ['2026-11-27', 1, 1], ['2026-11-28', 1, 1], ['2026-11-29', 0, 0], ['2026-11-30', 0, 1],
    ]);
    expect(daysOf([], 'UTC')).toEqual([]);
  });

  it('have parts', () => {
    expect(partsOf(times.slice(0, 2), 'Europe/Berlin').map((group) => group.part)).toEqual(['morning', 'evening']);
    expect(partsOf(times.slice(0, 2), 'America/New_York').map((group) => group.part)).toEqual(['night', 'afternoon']);
  });

  it('are on pages', () => {
    const days = daysOf(times, 'UTC');
    expect([pageOf(days, '2026-11-30', 3), pageOf(days, '2026-11-27', 3), pageOf(days, null, 3)]).toEqual([1, 0, 0]);
  });
});
