import { expect, it } from 'vitest';
import { isIn, SECTIONS, sectionsFor } from './nav';

it('shows the places that one has a permission for, in the order of the rail', () => {
  expect(sectionsFor([])).toEqual([]);
  expect(sectionsFor(['interview.list']).map((section) => section.path)).toContain('/staff/interviews');
  expect(sectionsFor(SECTIONS.map((section) => section.permission))).toEqual([...SECTIONS]);
});

it('is in a section on its page and below it, not beside it', () => {
  const section = { path: '/staff/flows', icon: 'flow', permission: 'interview.list', label: () => '' } as const;
  expect(isIn(section, '/staff/flows/flw_1')).toBe(true);
  expect(isIn(section, '/staff/flows-old')).toBe(false);
});
