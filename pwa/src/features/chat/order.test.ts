import { expect, it } from 'vitest';
import type { MessageView } from '../../api/types';
import { byDay, continues, gapAfter, merge, pieces, waysOf } from './order';

const said = (number: number, at = `2026-11-22T08:0${number}:00Z`, side: MessageView['side'] = 'team'): MessageView => ({
  id: `m${number}`, thread_id: 'thr', number, client_id: `client-${number}`, side, author: 'Su Min', text: `${number}`,
  suggestions: [], attachments: [], at,
});

it('keeps each message once and in order, however they come', () => {
  const shown = merge(merge([], [said(3), said(1)]), [said(2), said(3)]);
  expect(shown.map((message) => message.number)).toEqual([1, 2, 3]);
});

it('knows where something is missing', () => {
  expect(gapAfter([said(4), said(5)])).toBeNull();
  expect(gapAfter([said(4), said(7)])).toBe(4);
  expect(gapAfter([])).toBeNull();
});

it('groups by day and by speaker', () => {
  const noon = new Date(2026, 10, 22, 12).toISOString();
  const later = new Date(2026, 10, 22, 12, 3).toISOString();
  const tomorrow = new Date(2026, 10, 23, 9).toISOString();
  const messages = [said(1, noon), said(2, later), said(3, tomorrow)];
  expect(byDay(messages).map((day) => day.messages.length)).toEqual([2, 1]);
  expect(continues(messages[0], messages[1] as MessageView)).toBe(true);
  expect(continues(messages[1], messages[2] as MessageView)).toBe(false);
  expect(continues(undefined, messages[0] as MessageView)).toBe(false);
});

it('shows addresses of the web as links, and nothing else', () => {
  expect(pieces('See https://a.example/x?y=1. Bye')).toEqual([
    { text: 'See ', href: null }, { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' }, { text: '. Bye', href: null },
  ]);
  expect(pieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', href: null }]);
  expect(pieces('改时间：https://a.example/booking。谢谢')[1]).toEqual({ text: 'https://a.example/booking', href: 'https://a.example/booking' });
});

it('knows which links lead to places of this app', () => {
  const text = 'Pick a time: https://jobs.example/booking and check https://jobs.example/check, then https://jobs.example/booking again.';
  expect(waysOf(text, 'https://jobs.example')).toEqual(['/booking', '/check']);
  expect(waysOf(text, 'https://elsewhere.example')).toEqual([]);
  expect(waysOf('https://jobs.example/staff/inbox and no link', 'https://jobs.example')).toEqual([]);
});
