import { expect, it } from 'vitest';
import { carriesAPicture } from './strength';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

it.each([
  ['a usual phone', { userAgent: ANDROID, hardwareConcurrency: 8, maxTouchPoints: 5 }, true],
  ['a weak one', { userAgent: ANDROID, hardwareConcurrency: 2, maxTouchPoints: 5 }, false],
  ['an iPhone, which tells of two cores', { userAgent: IPHONE, hardwareConcurrency: 2, maxTouchPoints: 5 }, true],
  ['an iPad, which calls itself a Mac', { userAgent: IPAD, hardwareConcurrency: 2, maxTouchPoints: 5 }, true],
  ['an old laptop', { userAgent: IPAD, hardwareConcurrency: 2, maxTouchPoints: 0 }, false],
])('records a picture as well: %s', (_, machine, can) => {
  expect(carriesAPicture(machine)).toBe(can);
});
