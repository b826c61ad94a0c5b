import { expect, test } from 'vitest';
import { blank, forget, gaps, isSame, keep, recall, slugOf } from './draft';

test('what is missing is named by part and language', () => {
  const draft = { ...blank(3), title: { 'zh-CN': '断网', en: ' ' } };
  expect(gaps(draft)).toEqual(['body.zh-CN', 'title.en', 'body.en']);
});

test('the order of topics changes nothing, a word does', () => {
  const draft = { ...blank(3), topics: ['camera', 'live'] };
  expect(isSame(draft, { ...draft, topics: ['live', 'camera'] })).toBe(true);
  expect(isSame(draft, { ...draft, body: { 'zh-CN': '', en: 'x' } })).toBe(false);
});

test('a new article gets an address that no other has', () => {
  expect(slugOf('No sound?', [])).toBe('no-sound');
  expect(slugOf('No sound?', ['no-sound', 'no-sound-2'])).toBe('no-sound-3');
  expect(slugOf('没有声音', [])).toBe('article');
  expect(slugOf('New', [])).toBe('new-article');
  expect(slugOf('a'.repeat(200), []).length).toBeLessThanOrEqual(50);
});

test('what is not published yet is kept on the device, and forgotten with it', () => {
  const kept = { draft: blank(1), version: 2 };
  keep('a', kept);
  expect(recall('a')).toEqual(kept);
  localStorage.setItem('greenroom.own.help.b', '{"draft": 1}');
  expect(recall('b')).toBeNull();
  forget('a');
  expect(recall('a')).toBeNull();
});
