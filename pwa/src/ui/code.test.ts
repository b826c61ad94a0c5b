import { expect, it } from 'vitest';
import { digitsOf } from './code';

it('keeps the digits of what was typed or pasted', () => {
  expect(digitsOf('407 215', 6)).toBe('407215');
  expect(digitsOf('Your code: 407215.', 6)).toBe('407215');
  expect(digitsOf('４０７２１５', 6)).toBe('407215');
  expect(digitsOf('40721599', 6)).toBe('407215');
  expect(digitsOf('abc', 6)).toBe('');
});
