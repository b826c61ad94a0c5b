/** The inbox's rows as they stand on the screen. Pure. */
import type { ThreadFilter, ThreadRow } from '../../../api/types';

export const LATE_MIN = 20;

/** `rows` with a changed one in its place: shown where it belongs to the view, gone where it no longer does. */
export function place(rows: readonly ThreadRow[], row: ThreadRow, view: ThreadFilter, me: string, nowMs: number): ThreadRow[] {
  const known = rows.find((each) => each.id === row.id);
  if (known && known.version > row.version) return [...rows];
  const others = rows.filter((each) => each.id !== row.id);
  return sorted(belongs(row, view, me, nowMs) ? [...others, row] : others, view);
}

export function belongs(row: ThreadRow, view: ThreadFilter, me: string, nowMs: number): boolean {
  const isAsleep = row.snoozed_until !== null && Date.parse(row.snoozed_until) > nowMs;
  if (view === 'all') return row.last_number > 0;
  if (view === 'snoozed') return isAsleep;
  if (isAsleep) return false;
  if (view === 'waiting') return row.waiting_since !== null;
  return view === 'mine' ? row.assignee_id === me : row.assignee_id === null && row.last_number > 0;
}

/** Newest first; who waits, the longest wait first. */
export function sorted(rows: readonly ThreadRow[], view: ThreadFilter): ThreadRow[] {
  const at = (row: ThreadRow): number => Date.parse((view === 'waiting' ? row.waiting_since : null) ?? row.last_at);
  return [...rows].sort((one, other) => (view === 'waiting' ? at(one) - at(other) : at(other) - at(one)));
}

export type Wait = { unit: 'min' | 'hours' | 'days'; count: number; isLate: boolean };

/** How long the candidate has waited, in the unit that people would use. */
export function waited(row: ThreadRow, nowMs: number): Wait | null {
  if (row.waiting_since === null) return null;
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(row.waiting_since)) / 60_000));
  const isLate = minutes >= LATE_MIN;
  if (minutes < 60) return { unit: 'min', count: minutes, isLate };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60), isLate };
  return { unit: 'days', count: Math.floor(minutes / 1440), isLate };
}

/** Moments that a thread can be put off until. */
export function snoozes(now: Date): { key: 'inAnHour' | 'tomorrow' | 'nextWeek'; until: Date }[] {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9);
  const week = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7, 9);
  return [
    { key: 'inAnHour', until: new Date(now.getTime() + 3_600_000) },
    { key: 'tomorrow', until: tomorrow },
    { key: 'nextWeek', until: week },
  ];
}
