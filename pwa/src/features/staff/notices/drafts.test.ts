import { describe, expect, it } from 'vitest';
import type { CampaignDetail } from '../../../api/types';
import { bars, emptyWords, freshRule, inserted, isWhole, patience, unitOf } from './drafts';

describe('drafts', () => {
  it('take a placeholder where the cursor stood', () => {
    expect(inserted('Hello !', 6, '$first_name')).toBe('Hello $first_name!');
    expect(inserted('Hi', Infinity, ' $x')).toBe('Hi $x');
  });

  it('are whole once every part is there in both languages', () => {
    const text = emptyWords();
    expect(isWhole(text)).toBe(false);
    for (const part of Object.values(text)) Object.assign(part, { 'zh-CN': '字', en: 'x' });
    expect(isWhole(text)).toBe(true);
    text.body['zh-CN'] = ' ';
    expect(isWhole(text)).toBe(false);
  });

  it.each([[15, 1], [60, 60], [90, 1], [1440, 1440], [2880, 1440], [0, 1]] as const)('say %i minutes in units of %i', (minutes, unit) => {
    expect(unitOf(minutes)).toBe(unit);
  });

  it('give a new rule an id of its own', () => {
    const first = freshRule([]);
    expect(freshRule([first, { ...first, id: 'own_2' }]).id).toBe('own_3');
  });

  it('offer waits and the one that is chosen', () => {
    expect(patience(null)).toEqual(patience(0));
    expect(patience(45)).toEqual([3, 10, 30, 45, 60, 240, 1440]);
  });

  it('draw results against the widest bar', () => {
    const results = { asked: 10, out: 8, read: 4, clicked: 2, failed: 0 } as CampaignDetail['results'];
    expect(bars(results).map((bar) => bar.share)).toEqual([1, 0.8, 0.4, 0.2, 0]);
  });
});
