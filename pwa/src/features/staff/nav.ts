/** The places of the staff app, in the order of the rail. One line a place; who lacks the permission does not see it. */
import type { Me } from '../../api/types';
import type { IconName } from '../../ui/icons';
import { words } from './text';

export interface Section {
  path: string;
  icon: IconName;
  permission: Me['permissions'][number];
  label: () => string;
}

export const SECTIONS: readonly Section[] = [
  { path: '/staff/home', icon: 'home', permission: 'home.read', label: () => words().home },
  { path: '/staff/monitor', icon: 'live', permission: 'interview.list', label: () => words().monitor },
  { path: '/staff/interviews', icon: 'eye', permission: 'interview.list', label: () => words().interviews },
  { path: '/staff/inbox', icon: 'inbox', permission: 'chat.read', label: () => words().inbox },
  { path: '/staff/flows', icon: 'flow', permission: 'flow.read', label: () => words().flows },
  { path: '/staff/questions', icon: 'bank', permission: 'question.read', label: () => words().questionBank },
  { path: '/staff/members', icon: 'users', permission: 'member.read', label: () => words().members },
  { path: '/staff/notices', icon: 'send', permission: 'notice.read', label: () => words().notices },
  { path: '/staff/duty', icon: 'bell', permission: 'rescue.read', label: () => words().duty },
  { path: '/staff/rubrics', icon: 'star', permission: 'rubric.read', label: () => words().rubrics },
  { path: '/staff/calendar', icon: 'cal', permission: 'calendar.own', label: () => words().calendar },
  { path: '/staff/bookings', icon: 'hour', permission: 'booking.read', label: () => words().bookings },
  { path: '/staff/help', icon: 'help', permission: 'help.edit', label: () => words().helpArticles },
];

/** Where a member of staff who carries these permissions may go. */
export function sectionsFor(permissions: readonly string[]): Section[] {
  return SECTIONS.filter((section) => permissions.includes(section.permission));
}

/** Whether `path` lies in the section. */
export function isIn(section: Section, path: string): boolean {
  return path === section.path || path.startsWith(`${section.path}/`);
}
