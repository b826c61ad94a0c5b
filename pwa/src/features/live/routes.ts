import type { Route } from '../../router/routes';

export const routes: readonly Route[] = [
  { path: '/live', access: 'candidate', load: () => import('./LiveScreen.svelte') },
  { path: '/transcript', access: 'candidate', load: () => import('../transcript/Transcript.svelte') },
  { path: '/practice', access: 'candidate', load: () => import('../practice/Practice.svelte') },
];
