/** People in words. */
import { words } from './text';
import type { Participant } from './types';

type Named = Pick<Participant, 'name' | 'kind' | 'role'>;

export function roleOf(person: Named): string {
  const { roles } = words();
  if (person.kind === 'candidate') return roles.candidate;
  return person.role ? roles[person.role] : roles.staff;
}

/** "He Li (interviewer)" · “何立（面试官）” */
export const withRole = (person: Named): string => words().nameAndRole(person.name, roleOf(person));
