import { expect, it } from 'vitest';
import { codeIn, partsOf } from './mail';

const mail = (text: string) => ({ id: '1', to: 'a@example.com', subject: '', text, at: '' });

it('finds the code that stands alone', () => {
  expect(codeIn(mail('验证码是 407215，10 分钟内有效'))).toBe('407215');
  expect(codeIn(mail('Order 4072159 of 2026'))).toBeNull();
});

it('finds links in running text', () => {
  expect(partsOf('Open http://x.test/i/abc, please').filter((part) => part.isLink)).toEqual([{ text: 'http://x.test/i/abc', isLink: true }]);
  expect(partsOf('打开 http://x.test/i/abc。谢谢')[1]).toEqual({ text: 'http://x.test/i/abc', isLink: true });
});
