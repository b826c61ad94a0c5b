import { expect, test } from 'vitest';
import { daysShort } from './format';

test.each([
  ['2026-12-02', '2026-12-08', '2–8 Dec', '12月2–8日'],
  ['2026-11-28', '2026-12-03', '28 Nov – 3 Dec', '11月28日–12月3日'],
  ['2026-12-31', '2027-01-05', '31 Dec – 5 Jan', '12月31日–1月5日'],
  ['2026-12-02', '2026-12-02', '2 Dec', '12月2日'],
])('%s to %s is said shortly', (from, to, en, zh) => {
  expect(daysShort(new Date(`${from}T12:00`), new Date(`${to}T12:00`), 'en')).toBe(en);
  expect(daysShort(new Date(`${from}T12:00`), new Date(`${to}T12:00`), 'zh-CN')).toBe(zh);
});
