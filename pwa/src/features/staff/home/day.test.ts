import { describe, expect, it } from 'vitest';
import { type Appointment, type Item, momentOf, split, waited, wayOf } from './day';

const NOW = new Date(2026, 10, 23, 10, 0).getTime();
const at = (day: number, hour: number): string => new Date(2026, 10, day, hour, 0).toISOString();
const appointment = (day: number, hour: number, part: Partial<Appointment> = {}): Appointment =>
  ({ interview_id: `int_${day}_${hour}`, start: at(day, hour), end: at(day, hour + 1), state: 'booked', ...part }) as Appointment;

describe('the day', () => {
  it('is today, what is ahead, and what comes next', () => {
    const soon = [appointment(22, 23), appointment(23, 8), appointment(23, 15), appointment(24, 9)];
    const day = split(soon, NOW);
    expect(day.today.map((each) => each.interview_id)).toEqual(['int_23_8', 'int_23_15']);
    expect(day.ahead.map((each) => each.interview_id)).toEqual(['int_24_9']);
    expect(day.next?.interview_id).toBe('int_23_15');
  });

  it('shows what is on now as next, and nobody who did not come', () => {
    expect(split([appointment(23, 10)], NOW + 60_000).next?.interview_id).toBe('int_23_10');
    expect(split([appointment(23, 11, { state: 'missed' })], NOW).next).toBeNull();
    expect([8, 10, 15].map((hour) => momentOf(appointment(23, hour), NOW))).toEqual(['over', 'now', 'ahead']);
  });
});

describe('what waits', () => {
  it('is told in one unit', () => {
    const since = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();
    expect(waited(since(5), NOW)).toEqual({ unit: 'minutes', count: 5 });
    expect(waited(since(130), NOW)).toEqual({ unit: 'hours', count: 2 });
    expect(waited(since(60 * 24 * 3), NOW)).toEqual({ unit: 'days', count: 3 });
    expect(waited(new Date(NOW + 5000).toISOString(), NOW).count).toBe(0);
  });

  it('leads to where it is dealt with', () => {
    const item = { id: 'thr_1', interview_id: 'int_1' } as Item;
    expect(wayOf('thread', item)).toBe('/staff/inbox/thr_1');
    expect(wayOf('review', item)).toBe('/staff/interviews/int_1');
    expect(wayOf('help', item)).toBe('/staff/calls/thr_1');
  });
});
