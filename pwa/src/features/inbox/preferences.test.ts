import { describe, expect, it } from 'vitest';
import type { NoticePreferences } from '../../api/types';
import { dayName } from './days';
import { draftOf, move, withChannel, zones } from './preferences';

const known = {
  channels: ['push', 'sms', 'email', 'im'], quiet_from: '22:00', quiet_to: '22:00', zone: null, is_chosen: false, phone: '',
} as unknown as NoticePreferences;

describe('preferences', () => {
  it('begin with the device’s zone and the usual night', () => {
    const draft = draftOf(known, 'Asia/Shanghai');
    expect(draft).toMatchObject({ channels: ['push', 'sms', 'email'], isQuiet: false, quiet_to: '08:00', zone: 'Asia/Shanghai' });
  });

  it('move ways up and down, and no further than the ends', () => {
    expect(move(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(move(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(withChannel(['push', 'email'], 'push', false)).toEqual(['email']);
    expect(withChannel(['email'], 'sms', true)).toEqual(['email', 'sms']);
  });

  it('offer every zone once, the device’s first', () => {
    const list = zones('Asia/Kathmandu', 'Europe/Berlin');
    expect(list.slice(0, 2)).toEqual(['Asia/Kathmandu', 'Europe/Berlin']);
    expect(new Set(list).size).toBe(list.length);
  });
});

describe('days', () => {
  const now = new Date(2026, 10, 27, 9, 0);
  const names = { today: 'Today', yesterday: 'Yesterday' };
  it.each([
    [new Date(2026, 10, 27, 0, 5), 'Today'], [new Date(2026, 10, 26, 23, 59), 'Yesterday'], [new Date(2026, 10, 20, 9, 0), 'Fri 20 Nov'],
  ])('are called as people call them: %s', (at, expected) => {
    expect(dayName(at.toISOString(), now, 'en', names)).toBe(expected);
  });
});
