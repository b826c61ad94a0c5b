/** Every screen: its address, who may stand there, and how its code is loaded. */
import type { Component } from 'svelte';
import { routes as live } from '../features/live/routes';
import { routes as staff } from '../features/staff/routes';

/** `candidate` and `staff` screens wait for `Me`; a candidate is moved to where the interview stands. */
export type Access = 'anyone' | 'candidate' | 'staff';

export interface Route {
  path: string;
  access: Access;
  /** A screen may take the prop `params`: the named parts of its address. */
  load: () => Promise<{ default: Component<never> }>;
}

export const notFound: Route = {
  path: '/*',
  access: 'anyone',
  load: () => import('../features/not-found/NotFound.svelte'),
};

const candidate = (path: string, load: Route['load']): Route => ({ path, access: 'candidate', load });
const anyone = (path: string, load: Route['load']): Route => ({ path, access: 'anyone', load });

export const routes: readonly Route[] = [
  anyone('/', () => import('../features/home/Home.svelte')),
  anyone('/i/:token', () => import('../features/invitation/Invitation.svelte')),
  anyone('/h/:token', () => import('../features/handover/HandOver.svelte')),
  candidate('/welcome', () => import('../features/welcome/Welcome.svelte')),
  candidate('/human-route', () => import('../features/human-route/HumanRoute.svelte')),
  candidate('/identity', () => import('../features/identity/Identity.svelte')),
  candidate('/check', () => import('../features/device-check/DeviceCheck.svelte')),
  candidate('/booking', () => import('../features/booking/Booking.svelte')),
  candidate('/green-room', () => import('../features/green-room/GreenRoom.svelte')),
  candidate('/thanks', () => import('../features/thanks/Thanks.svelte')),
  candidate('/timeline', () => import('../features/timeline/Timeline.svelte')),
  candidate('/offline', () => import('../features/offline/Offline.svelte')),
  candidate('/offline/:question', () => import('../features/offline/QuestionPage.svelte')),
  anyone('/answers', () => import('../features/offline/AnswersPage.svelte')),
  anyone('/inbox', () => import('../features/inbox/Inbox.svelte')),
  anyone('/inbox/settings', () => import('../features/inbox/Preferences.svelte')),
  anyone('/n/:token', () => import('../features/inbox/Arrival.svelte')),
  anyone('/unsubscribe/:token', () => import('../features/inbox/Unsubscribe.svelte')),
  candidate('/chat', () => import('../features/chat/Chat.svelte')),
  anyone('/help', () => import('../features/help/Help.svelte')),
  anyone('/demo/mailbox', () => import('../features/mailbox/Mailbox.svelte')),
  ...live,
  ...staff,
  ...(__GALLERY__ ? [anyone('/gallery', () => import('../features/gallery/Gallery.svelte'))] : []),
];
