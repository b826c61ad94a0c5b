/** A week's grid: what lies on which date, from which minute to which, on the clock of one zone. Pure. */
import { dateIn, later, noonOf, wall } from '../../booking/zones';

export interface Span {
  start: string;
  end: string;
}

/** A part of something on one date; minutes after midnight. */
export interface Piece<T> {
  date: string;
  fromMin: number;
  toMin: number;
  of: T;
}

const DAY_MIN = 24 * 60;

function minuteOf(at: string, zone: string): number {
  const { hour, minute } = wall(at, zone);
  return hour * 60 + minute;
}

/** The pieces of spans that lie on the dates; what goes over midnight has one on each. */
export function pieces<T extends Span>(spans: readonly T[], dates: readonly string[], zone: string): Piece<T>[] {
  const found: Piece<T>[] = [];
  for (const span of spans) {
    const first = dateIn(span.start, zone);
    const last = dateIn(new Date(Date.parse(span.end) - 1), zone);
    for (let date = first; date <= last; date = later(date, 1)) {
      if (!dates.includes(date)) continue;
      const fromMin = date === first ? minuteOf(span.start, zone) : 0;
      const toMin = date === last ? minuteOf(span.end, zone) || DAY_MIN : DAY_MIN;
      if (toMin > fromMin) found.push({ date, fromMin, toMin, of: span });
    }
  }
  return found;
}

/** The Monday of the week that a date lies in. */
export function mondayOf(date: string): string {
  return later(date, -((noonOf(date).getUTCDay() + 6) % 7));
}

export function weekOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, day) => later(monday, day));
}

/** Whole hours that show everything, at least from 8 to 19. */
export function hoursShown(all: readonly Piece<unknown>[]): { from: number; to: number } {
  const from = Math.min(8, ...all.map((piece) => Math.floor(piece.fromMin / 60)));
  const to = Math.max(19, ...all.map((piece) => Math.ceil(piece.toMin / 60)));
  return { from, to };
}

/** "09:30" of minutes after midnight; the day's end is 24:00. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Minutes of "09:30"; null where it is none. */
export function minutesOf(clock: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(clock.trim());
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minutes <= DAY_MIN ? minutes : null;
}
