/** Calls for a person, as the cards show them. Pure. */
import type { components } from '../../../api/schema';

type Schemas = components['schemas'];
export type RescueCall = Schemas['RescueCall'];
export type RescueCalls = Schemas['RescueCalls'];
export type DutyView = Schemas['DutyView'];
export type RotaView = Schemas['RotaView'];
export type Level = Schemas['Level'];
export type Duty = Schemas['Duty'];
export type DutyMember = Schemas['DutyMember'];
export type WeeklyHours = Schemas['WeeklyHours'];
export interface RescueRang { rescue_id: string; interview_id: string; change: string }

/** Where a call stands for whoever looks: it rings, somebody else took it, it is theirs, or it is none of theirs. */
export type Standing = 'ringing' | 'taken' | 'mine' | 'quiet';

export function standingOf(call: RescueCall): Standing {
  if (call.is_mine) return 'mine';
  if (call.is_ringing) return 'ringing';
  return call.state === 'accepted' && call.is_called ? 'taken' : 'quiet';
}

/** The cards to show: what rings, and for a moment who took what rang here. */
export function cards(calls: readonly RescueCall[], heard: ReadonlySet<string>, hidden: ReadonlySet<string>): RescueCall[] {
  return calls.filter((call) => {
    const standing = standingOf(call);
    return !hidden.has(call.id) && (standing === 'ringing' || (standing === 'taken' && heard.has(call.id)));
  });
}

/** Sound only for what is being called right now: a call that nobody answered in all levels stays on screen silently. */
export function rings(calls: readonly RescueCall[]): boolean {
  return calls.some((call) => call.state === 'calling' && call.is_ringing);
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** The weekdays (1 Monday to 7) on which nobody of the levels is on duty at all. */
export function uncovered(levels: readonly Level[]): number[] {
  const covered = new Set(levels.flatMap((level) => level.duties ?? []).flatMap((duty) => duty.weekly ?? []).filter((day) => day.hours.length > 0).map((day) => day.weekday));
  return WEEKDAYS.filter((weekday) => !covered.has(weekday));
}

export interface Stretch { from: number; to: number; hours: string }

/** A week in few words: neighbouring days with the same hours together. */
export function summary(weekly: readonly WeeklyHours[], clockOf: (minutes: number) => string): Stretch[] {
  const said = (weekday: number): string =>
    (weekly.find((day) => day.weekday === weekday)?.hours ?? []).map((part) => `${clockOf(part.start_min)}–${clockOf(part.end_min)}`).join(', ');
  const found: Stretch[] = [];
  for (const weekday of WEEKDAYS) {
    const hours = said(weekday);
    const last = found.at(-1);
    if (last && last.hours === hours) last.to = weekday;
    else found.push({ from: weekday, to: weekday, hours });
  }
  return found.filter((stretch) => stretch.hours !== '');
}

/** A list with one of its items moved up or down; ends stay ends. */
export function moved<T>(items: readonly T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  const next = [...items];
  const item = next[at];
  const other = next[to];
  if (item === undefined || other === undefined) return next;
  next[at] = other;
  next[to] = item;
  return next;
}
