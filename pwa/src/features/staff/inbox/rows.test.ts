import { expect, it } from 'vitest';
import type { ThreadRow } from '../../../api/types';
import { belongs, place, snoozes, sorted, waited } from './rows';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const row = (id: string, changes: Partial<ThreadRow> = {}): ThreadRow => ({
  id, version: 1, interview_id: 'int', candidate: 'Lin', position: { 'zh-CN': '', en: '' }, preview: '', last_side: 'candidate',
  last_at: '2026-11-22T09:00:00Z', last_number: 1, last_note: 0, team_read: 0, unread: 1, waiting_since: '2026-11-22T09:00:00Z',
  assignee_id: null, assignee: null, snoozed_until: null, is_candidate_here: false, ...changes,
});

it('puts a changed row where it belongs, and out of a view that it has left', () => {
  const rows = [row('a'), row('b', { waiting_since: '2026-11-22T08:00:00Z' })];
  expect(place(rows, row('c', { waiting_since: '2026-11-22T08:30:00Z' }), 'waiting', 'me', NOW).map((each) => each.id)).toEqual(['b', 'c', 'a']);
  expect(place(rows, row('b', { version: 2, waiting_since: null }), 'waiting', 'me', NOW).map((each) => each.id)).toEqual(['a']);
});

it('does not go back to an older version', () => {
  const rows = [row('a', { version: 5, preview: 'new' })];
  expect(place(rows, row('a', { version: 4, preview: 'old' }), 'all', 'me', NOW)[0]?.preview).toBe('new');
});

it('knows the views', () => {
  const asleep = row('a', { snoozed_until: '2026-11-22T11:00:00Z' });
  expect([belongs(asleep, 'waiting', 'me', NOW), belongs(asleep, 'snoozed', 'me', NOW), belongs(asleep, 'all', 'me', NOW)]).toEqual([false, true, true]);
  expect(belongs(row('a', { assignee_id: 'me' }), 'mine', 'me', NOW)).toBe(true);
  expect(belongs(row('a', { assignee_id: 'me' }), 'unassigned', 'me', NOW)).toBe(false);
  expect(sorted([row('old'), row('new', { last_at: '2026-11-22T09:30:00Z' })], 'all').map((each) => each.id)).toEqual(['new', 'old']);
});

it('says how long somebody has waited', () => {
  expect(waited(row('a', { waiting_since: null }), NOW)).toBeNull();
  expect(waited(row('a', { waiting_since: '2026-11-22T09:50:00Z' }), NOW)).toEqual({ unit: 'min', count: 10, isLate: false });
  expect(waited(row('a'), NOW)).toEqual({ unit: 'hours', count: 1, isLate: true });
  expect(waited(row('a', { waiting_since: '2026-11-19T09:00:00Z' }), NOW)?.unit).toBe('days');
});

it('offers moments that lie ahead', () => {
  const now = new Date(2026, 10, 22, 23, 30);
  for (const { until } of snoozes(now)) expect(until.getTime()).toBeGreaterThan(now.getTime());
});
