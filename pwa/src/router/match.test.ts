import { expect, it } from 'vitest';
import { build, match } from './match';

it('takes the named parts out of a path', () => {
  expect(match('/staff/interviews/:id', '/staff/interviews/int_1')).toEqual({ id: 'int_1' });
  expect(match('/i/:token', '/i/a%2Fb/')).toEqual({ token: 'a/b' });
});

it('does not fit a path of another shape', () => {
  expect(match('/i/:token', '/i')).toBeNull();
  expect(match('/check', '/checks')).toBeNull();
  expect(match('/i/:token', '/i/%E0%A4%A')).toBeNull();
});

it('builds what it matches', () => {
  const path = build('/i/:token', { token: 'a b/c' });
  expect(match('/i/:token', path)).toEqual({ token: 'a b/c' });
});
