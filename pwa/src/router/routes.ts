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

export const routes: readonly Route[] = [
  { path: '/', access: 'anyone', load: () => import('../features/home/Home.svelte') },
  { path: '/help', access: 'anyone', load: () => import('../features/help/Help.svelte') },
  ...live,
  ...staff,
];
