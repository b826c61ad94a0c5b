/** Times in the order of days and parts of the day, on the clock of one zone. Pure. */
import type { components } from '../../api/schema';
import { dateIn, datesBetween, wall } from './zones';

export type Time = components['schemas']['TimeView'];
export type Part = 'night' | 'morning' | 'afternoon' | 'evening';

export interface Day {
  date: string;
  free: number;
  times: Time[];
}

/** Every date from the first time to the last, those without any as well. */
export function daysOf(times: readonly Time[], zone: string): Day[] {
  const byDate = new Map<string, Time[]>();
  for (const time of times) {
    const date = dateIn(time.start, zone);
    byDate.set(date, [...(byDate.get(date) ?? []), time]);
  }
  const dates = [...byDate.keys()].sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return [];
  return datesBetween(first, last).map((date) => {
    const found = byDate.get(date) ?? [];
    return { date, times: found, free: found.filter((time) => time.is_free).length };
  });
}

export function partOf(time: Time, zone: string): Part {
  const { hour } = wall(time.start, zone);
  if (hour < 6) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

/** The parts of a day that have times, in order. */
export function partsOf(times: readonly Time[], zone: string): { part: Part; times: Time[] }[] {
  const order: Part[] = ['night', 'morning', 'afternoon', 'evening'];
  return order
    .map((part) => ({ part, times: times.filter((time) => partOf(time, zone) === part) }))
    .filter((group) => group.times.length > 0);
}

/** The page of the strip that shows a date; pages have `size` days. */
export function pageOf(days: readonly Day[], date: string | null, size: number): number {
  const at = days.findIndex((day) => day.date === date);
  return at < 0 ? 0 : Math.floor(at / size);
}
