import type { Route } from '../../router/routes';

export const routes: readonly Route[] = [
  { path: '/live', access: 'candidate', load: () => import('./LiveScreen.svelte') },
];
