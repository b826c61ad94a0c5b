import { describe, expect, it } from 'vitest';
import type { InterviewRow } from '../../../api/types';
import { alertsOf, doingOf, isShown, LONG_STEP_S, type MonitorItem, ordered, qualityOf, withAttending, withRow } from './state';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const row = (id: string, changes: Partial<InterviewRow> = {}): InterviewRow =>
  ({ id, version: 1, candidate: '林晓彤', state: 'live', phase: 'answering', is_connected: true, drops: 0, alerts: [], rung: null, held_by: null, step_since: ago(30), ...changes }) as InterviewRow;
const item = (id: string, changes: Partial<InterviewRow> = {}, more: Partial<MonitorItem> = {}): MonitorItem =>
  ({ row: row(id, changes), language: 'en', prompt: null, kind: 'voice', turn_index: 1, network: null, attending: null, is_assigned: false, ...more }) as MonitorItem;

describe('rows', () => {
  it('take the newer, drop the ended, and say when one is not known yet', () => {
    const items = [item('a'), item('b')];
    expect(withRow(items, row('a', { version: 3, phase: 'thinking' })).items[0]?.row.phase).toBe('thinking');
    expect(withRow([item('a', { version: 5 })], row('a', { version: 4, phase: 'thinking' })).items[0]?.row.phase).toBe('answering');
    expect(withRow(items, row('a', { version: 2, state: 'submitted' })).items.map((each) => each.row.id)).toEqual(['b']);
    expect(withRow(items, row('c'))).toMatchObject({ isNew: true, items });
  });

  it('show who looks after it', () => {
    const attending = { interview_id: 'a', name: '何立', since: ago(1), response_s: 12 };
    expect(withAttending([item('a'), item('b')], attending).map((each) => each.attending?.name)).toEqual(['何立', undefined]);
  });
});

describe('alerts', () => {
  it('find a step that has become too long without news from the server', () => {
    expect(alertsOf(row('a', { unhelped_since: ago(LONG_STEP_S - 1) }), NOW)).toEqual([]);
    expect(alertsOf(row('a', { unhelped_since: ago(LONG_STEP_S + 5) }), NOW).map((alert) => alert.kind)).toEqual(['long_step']);
    expect(alertsOf(row('a', { unhelped_since: ago(LONG_STEP_S + 5), held_by: '何立' }), NOW)).toEqual([]);
    expect(alertsOf(row('a', { unhelped_since: ago(LONG_STEP_S + 5), state: 'paused' }), NOW)).toEqual([]);
  });

  it('count a step anew once a person has helped in it', () => {
    expect(alertsOf(row('a', { step_since: ago(LONG_STEP_S + 60), unhelped_since: ago(20) }), NOW)).toEqual([]);
    expect(alertsOf(row('a', { step_since: ago(2000), unhelped_since: ago(LONG_STEP_S) }), NOW)).toEqual([{ kind: 'long_step', since: ago(0) }]);
  });

  it('put help before everything, and who needs a person before the others', () => {
    const alerts = [{ kind: 'away', since: ago(900) }, { kind: 'help', since: ago(20) }] as InterviewRow['alerts'];
    expect(alertsOf(row('a', { alerts: alerts ?? [] }), NOW).map((alert) => alert.kind)).toEqual(['help', 'away']);
    const items = [item('a'), item('b', { unhelped_since: ago(700) }), item('c', { alerts: alerts ?? [] })];
    expect(ordered(items, NOW).map((each) => each.row.id)).toEqual(['c', 'b', 'a']);
    expect(items.filter((each) => isShown(each, 'calling', NOW)).map((each) => each.row.id)).toEqual(['b', 'c']);
  });
});

describe('what happens now', () => {
  it('is said in one word', () => {
    const help = [{ kind: 'help', since: ago(5) }] as InterviewRow['alerts'];
    const cases: [MonitorItem, string][] = [
      [item('a', { held_by: '何立' }), 'held'],
      [item('a', { alerts: help ?? [] }), 'help'],
      [item('a', { alerts: help ?? [] }, { attending: { interview_id: 'a', name: '何立', since: ago(1), response_s: 4 } }), 'answering'],
      [item('a', { state: 'paused' }), 'paused'],
      [item('a', { is_connected: false }), 'reconnecting'],
      [item('a', { is_connected: false }, { kind: 'text' }), 'typing'],
      [item('a', { rung: 'audio' }), 'audio'],
      [item('a', { phase: 'thinking' }), 'thinking'],
      [item('a', { phase: 'acknowledged' }), 'between'],
    ];
    for (const [each, doing] of cases) expect(doingOf(each, undefined, NOW)).toBe(doing);
  });

  it('shows a reassurance for a moment, then the answer again', () => {
    const seen = { interview_id: 'a', kind: 'reassure' as const, at: ago(3) };
    expect(doingOf(item('a'), seen, NOW)).toBe('reassured');
    expect(doingOf(item('a'), { ...seen, at: ago(60) }, NOW)).toBe('answering');
    expect(doingOf(item('a'), { ...seen, kind: 'speaking', at: ago(60) }, NOW)).toBe('speaking');
  });

  it('tells the network by its rung, and that it is gone', () => {
    expect(qualityOf(row('a', { rung: 'video_high' }))).toBe('good');
    expect(qualityOf(row('a', { rung: 'audio' }))).toBe('weak');
    expect(qualityOf(row('a', { is_connected: false }))).toBe('gone');
    expect(qualityOf(row('a', { is_connected: false, phase: 'greeting' }))).toBe('unknown');
  });
});
