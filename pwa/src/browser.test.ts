import { expect, it } from 'vitest';
import { missing, recognise } from './browser';

const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

it.each([
  [`${android} Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49`, 'wechat'],
  [`${iphone} Mobile/15E148 MicroMessenger/8.0.49`, 'wechat'],
  [`${android} Chrome/116 Mobile Safari/537.36 wxwork/4.1.22 MicroMessenger/7.0.1`, 'wecom'],
  [`${android} Chrome/109 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ_9.0.8 QQ/9.0.8.14755`, 'qq'],
  [`${android} Chrome/99 Mobile Safari/537.36 AliApp(DingTalk/7.5.10) com.alibaba.android.rimet`, 'dingtalk'],
  [`${iphone} Mobile/15E148 Lark/7.20 LarkLocale/zh_CN`, 'feishu'],
  [`${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/450.0]`, 'facebook'],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36`, 'other'],
  [`${iphone} Mobile/15E148`, 'other'],
])('sees the app around %s', (userAgent, app) => {
  expect(recognise(userAgent).app).toBe(app);
});

it.each([
  [`${android} Chrome/125.0.0.0 Mobile Safari/537.36`, 'chrome-android'],
  [`${iphone} Version/17.5 Mobile/15E148 Safari/604.1`, 'safari-ios'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15', 'safari-mac'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 Edg/125.0.0.0', 'edge-desktop'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0', 'firefox'],
])('leaves a browser of its own alone: %s', (userAgent, family) => {
  expect(recognise(userAgent)).toEqual({ family, app: null });
});

it('names what is missing, the address first', () => {
  expect(missing({ isSecure: false, hasDevices: false, hasPeer: false })).toBe('insecure');
  expect(missing({ isSecure: true, hasDevices: true, hasPeer: false })).toBe('unsupported');
  expect(missing({ isSecure: true, hasDevices: true, hasPeer: true })).toBeNull();
});
