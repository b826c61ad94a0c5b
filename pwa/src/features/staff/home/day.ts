/** A member's home: what is today, what comes next, and how long something has waited. Pure; time is handed in. */
import type { components } from '../../../api/schema';
import type { IconName } from '../../../ui/icons';

type Schemas = components['schemas'];
export type StaffHome = Schemas['StaffHome'];
export type Appointment = Schemas['HomeAppointment'];
export type Pile = Schemas['HomePile'];
export type Item = Schemas['HomeItem'];
export type PileKind = Pile['kind'];

/** Whether two moments are on one date of this device's clock. */
export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

export interface Day { today: Appointment[]; ahead: Appointment[]; next: Appointment | null }

/** Today's in order, the first ones after today, and the one that comes next or is on now. */
export function split(soon: readonly Appointment[], now: number): Day {
  const today = soon.filter((each) => isSameDay(Date.parse(each.start), now));
  const ahead = soon.filter((each) => Date.parse(each.start) > now && !isSameDay(Date.parse(each.start), now));
  const next = [...today, ...ahead].find((each) => Date.parse(each.end) > now && each.state === 'booked') ?? null;
  return { today, ahead, next };
}

export type Moment = 'over' | 'now' | 'ahead';

export function momentOf(each: Appointment, now: number): Moment {
  if (Date.parse(each.end) <= now) return 'over';
  return Date.parse(each.start) <= now ? 'now' : 'ahead';
}

/** How long, in the one unit that says enough. */
export function waited(since: string, now: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / 1440) };
}

export const ICONS: Record<PileKind, IconName> = { help: 'hand', thread: 'chat', scorecard: 'star', accommodation: 'lifebuoy', review: 'eye' };

/** Where one thing of a pile is dealt with. */
export function wayOf(kind: PileKind, item: Item): string {
  const interview = encodeURIComponent(item.interview_id);
  switch (kind) {
    case 'help': return `/staff/calls/${encodeURIComponent(item.id)}`;
    case 'thread': return `/staff/inbox/${encodeURIComponent(item.id)}`;
    default: return `/staff/interviews/${interview}`;
  }
}

/** Where all of a pile are. */
export const PLACES: Record<PileKind, string> = {
  help: '/staff/monitor', thread: '/staff/inbox', scorecard: '/staff/interviews', accommodation: '/staff/interviews', review: '/staff/interviews',
};
