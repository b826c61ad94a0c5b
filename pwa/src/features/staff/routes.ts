import type { Route } from '../../router/routes';

export const routes: readonly Route[] = [
  { path: '/staff', access: 'anyone', load: () => import('./SignIn.svelte') },
  { path: '/staff/interviews', access: 'staff', load: () => import('./list/Interviews.svelte') },
  { path: '/staff/interviews/:id', access: 'staff', load: () => import('./review/ReviewScreen.svelte') },
  { path: '/staff/invite', access: 'staff', load: () => import('./people/Invite.svelte') },
  { path: '/staff/members', access: 'staff', load: () => import('./members/Members.svelte') },
  { path: '/staff/enter/:token', access: 'anyone', load: () => import('./members/Enter.svelte') },
  { path: '/staff/monitor', access: 'staff', load: () => import('./monitor/Monitor.svelte') },
  { path: '/staff/flows', access: 'staff', load: () => import('./flows/FlowList.svelte') },
  { path: '/staff/flows/:id', access: 'staff', load: () => import('./flows/editor/EditorScreen.svelte') },
  { path: '/staff/inbox', access: 'staff', load: () => import('./inbox/InboxScreen.svelte') },
  { path: '/staff/inbox/:id', access: 'staff', load: () => import('./inbox/InboxScreen.svelte') },
  { path: '/staff/notices', access: 'staff', load: () => import('./notices/Campaigns.svelte') },
  { path: '/staff/notices/campaigns/:id', access: 'staff', load: () => import('./notices/CampaignScreen.svelte') },
  { path: '/staff/notices/reminders', access: 'staff', load: () => import('./notices/Reminders.svelte') },
  { path: '/staff/notices/templates', access: 'staff', load: () => import('./notices/Templates.svelte') },
  { path: '/staff/notices/deliveries', access: 'staff', load: () => import('./notices/Deliveries.svelte') },
  { path: '/staff/calendar', access: 'staff', load: () => import('./calendar/Calendar.svelte') },
  { path: '/staff/calendar/hours', access: 'staff', load: () => import('./calendar/Hours.svelte') },
  { path: '/staff/bookings', access: 'staff', load: () => import('./bookings/Bookings.svelte') },
  { path: '/staff/bookings/:position', access: 'staff', load: () => import('./bookings/PlanScreen.svelte') },
];
