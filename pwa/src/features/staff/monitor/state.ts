/** The monitor: how a row stands now, merged from what was fetched and what has come since. Pure; time is handed in. */
import type { components } from '../../../api/schema';
import type { InterviewRow } from '../../../api/types';
import type { IconName } from '../../../ui/icons';

type Schemas = components['schemas'];
export type MonitorItem = Schemas['MonitorItem'];
export type MonitorView = Schemas['MonitorView'];
export type MonitorDetail = Schemas['MonitorDetail'];
export type Attending = Schemas['Attending'];
export type Alert = Schemas['MonitorAlert'];
export type ResponseTimes = Schemas['ResponseTimes'];
export interface PacingSeen { interview_id: string; kind: 'speaking' | 'silent' | 'reassure' | 'encourage' | 'offer_next' | 'moved_on'; at: string }

export const LONG_STEP_S = 600;
const REASSURED_FOR_S = 12;

export type Quality = 'good' | 'fair' | 'weak' | 'gone' | 'unknown';
export type Doing =
  | 'help' | 'reconnecting' | 'paused' | 'speaking' | 'reassured' | 'thinking' | 'answering' | 'typing' | 'audio' | 'greeting' | 'between' | 'break' | 'closing' | 'held';

/** A row of the topic in place of its older self; rows that have ended leave, others wait to be fetched. */
export function withRow(items: readonly MonitorItem[], row: InterviewRow): { items: MonitorItem[]; isNew: boolean } {
  const isRunning = row.state === 'live' || row.state === 'paused';
  if (!isRunning) return { items: items.filter((item) => item.row.id !== row.id), isNew: false };
  const held = items.find((item) => item.row.id === row.id);
  if (!held) return { items: [...items], isNew: true };
  if (row.version < held.row.version) return { items: [...items], isNew: false };
  return { items: items.map((item) => (item === held ? { ...item, row } : item)), isNew: false };
}

export function withAttending(items: readonly MonitorItem[], attending: Attending): MonitorItem[] {
  return items.map((item) => (item.row.id === attending.interview_id ? { ...item, attending } : item));
}

/** Seconds since a moment of the server's clock. */
export function since(at: string | null | undefined, now: number): number {
  return at ? Math.max(0, (now - Date.parse(at)) / 1000) : 0;
}

/** What calls for a person now: the server's alerts, and a step that has become too long since. Help comes first. */
export function alertsOf(row: InterviewRow, now: number): Alert[] {
  const alerts = [...(row.alerts ?? [])];
  const unhelped = row.unhelped_since;
  const isLong = row.state === 'live' && !row.held_by && unhelped && since(unhelped, now) >= LONG_STEP_S;
  if (isLong && !alerts.some((alert) => alert.kind === 'long_step')) {
    alerts.push({ kind: 'long_step', since: new Date(Date.parse(unhelped) + LONG_STEP_S * 1000).toISOString() });
  }
  return alerts.sort((a, b) => Number(b.kind === 'help') - Number(a.kind === 'help') || a.since.localeCompare(b.since));
}

export function qualityOf(row: InterviewRow): Quality {
  if (row.state === 'live' && !row.is_connected && (row.phase === 'answering' || row.phase === 'thinking') && row.rung !== 'text') return 'gone';
  switch (row.rung) {
    case 'video_high': case 'video_medium': return 'good';
    case 'video_low': return 'fair';
    case 'audio': case 'text': case 'offline': case 'call_back': return 'weak';
    default: return row.is_connected ? ((row.drops ?? 0) > 1 ? 'fair' : 'good') : 'unknown';
  }
}

export const BARS: Record<Quality, number> = { good: 4, fair: 2, weak: 1, gone: 0, unknown: 0 };

/** In one word what happens, with the last pacing event where it is fresh. */
export function doingOf(item: MonitorItem, seen: PacingSeen | undefined, now: number): Doing {
  const { row } = item;
  if (row.held_by) return 'held';
  if (alertsOf(row, now)[0]?.kind === 'help' && !item.attending) return 'help';
  if (row.state === 'paused') return 'paused';
  const isTyped = item.kind === 'text' || item.kind === 'code' || item.kind === 'choice' || item.kind === 'creative';
  if (!row.is_connected && !isTyped && (row.phase === 'answering' || row.phase === 'thinking')) return 'reconnecting';
  switch (row.phase) {
    case 'thinking': return 'thinking';
    case 'answering': {
      if (isTyped) return 'typing';
      const isFresh = seen !== undefined && since(seen.at, now) < REASSURED_FOR_S;
      if (isFresh && (seen.kind === 'reassure' || seen.kind === 'encourage')) return 'reassured';
      if (row.rung === 'audio') return 'audio';
      return seen?.kind === 'speaking' ? 'speaking' : 'answering';
    }
    case 'acknowledged': return 'between';
    case 'break': return 'break';
    case 'closing': case 'done': return 'closing';
    default: return 'greeting';
  }
}

export const LOOKS: Record<Doing, [tone: '' | 'ok' | 'wait' | 'info' | 'note', icon: IconName]> = {
  help: ['wait', 'hand'], reconnecting: ['wait', 'cloudoff'], paused: ['', 'pause'], speaking: ['ok', 'mic'], reassured: ['ok', 'spark'],
  thinking: ['', 'hour'], answering: ['ok', 'mic'], typing: ['ok', 'text'], audio: ['info', 'mic'], greeting: ['', 'smile'], between: ['', 'check'],
  break: ['', 'hour'], closing: ['', 'door'], held: ['note', 'user'],
};

export type Filter = 'all' | 'mine' | 'calling';

export function isShown(item: MonitorItem, filter: Filter, now: number): boolean {
  if (filter === 'mine') return item.is_assigned;
  if (filter === 'calling') return alertsOf(item.row, now).length > 0;
  return true;
}

/** Who waits for a person first, then as they began. */
export function ordered(items: readonly MonitorItem[], now: number): MonitorItem[] {
  const rank = (item: MonitorItem): number => {
    const [first] = alertsOf(item.row, now);
    return first ? (first.kind === 'help' ? 0 : 1) : 2;
  };
  return [...items].sort((a, b) => rank(a) - rank(b) || a.row.id.localeCompare(b.row.id));
}
