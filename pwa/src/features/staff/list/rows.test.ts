import { describe, expect, it } from 'vitest';
import type { InterviewRow } from '../../../api/types';
import { append, count, isIn, matches, merge } from './rows';

const row = (id: string, version = 1, changes: Partial<InterviewRow> = {}): InterviewRow =>
  ({
    id, version, candidate: '林晓彤', position: { 'zh-CN': '客户成功专员', en: 'Customer Success Specialist' },
    department: { 'zh-CN': '销售部', en: 'Sales' }, state: 'live', ...changes,
  }) as InterviewRow;
const ids = (rows: InterviewRow[]): string => rows.map((each) => `${each.id}${each.version}`).join(' ');

describe('the live list', () => {
  it('changes a row in its place and puts a new one on top', () => {
    expect(ids(merge([row('a'), row('b'), row('c')], row('b', 2)))).toBe('a1 b2 c1');
    expect(ids(merge([row('a')], row('z')))).toBe('z1 a1');
  });

  it('does not go back to an older version that comes late', () => {
    expect(ids(merge([row('a', 5)], row('a', 4)))).toBe('a5');
    expect(ids(append([row('a', 5), row('b')], [row('b'), row('a', 2), row('c')]))).toBe('a5 b1 c1');
  });

  it('groups states the way people look for them', () => {
    expect(isIn(row('a', 1, { state: 'paused' }), 'running')).toBe(true);
    expect(isIn(row('a', 1, { state: 'closed' }), 'toReview')).toBe(false);
    expect(count([row('a'), row('b', 1, { state: 'reviewable' }), row('c', 1, { state: 'closed' })], 'all')).toBe(3);
    expect(count([row('a'), row('b', 1, { state: 'reviewable' })], 'toReview')).toBe(1);
  });

  it('finds by name or title in either language, whatever the case', () => {
    expect(matches(row('a'), '晓彤')).toBe(true);
    expect(matches(row('a'), 'SUCCESS 林')).toBe(true);
    expect(matches(row('a'), 'engineer')).toBe(false);
    expect(matches(row('a'), '  ')).toBe(true);
  });
});
