/** Where the person is: the address bar as reactive state, and the ways to change it. */
import { match } from './match';
import { type Route, notFound, routes } from './routes';

export interface Place {
  route: Route;
  params: Record<string, string>;
  path: string;
}

function find(path: string): Place {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params) return { route, params, path };
  }
  return { route: notFound, params: {}, path };
}

let current = $state.raw<Place>(find(location.pathname));
let moves = $state(0);

/** The place now; reactive. */
export function place(): Place {
  return current;
}

/** How often the person has moved since the page was loaded; 0 is the first screen. Reactive. */
export function moveCount(): number {
  return moves;
}

/** Goes to a path of this app. `replace` leaves no step for the back button, as redirects should. */
export function go(path: string, { replace = false } = {}): void {
  if (path === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  arrive();
}

/** One step back within the app, or to `fallback` where this page was the first. */
export function back(fallback: string): void {
  if (moves > 0) history.back();
  else go(fallback, { replace: true });
}

function arrive(): void {
  const next = find(location.pathname);
  if (next.path === current.path) return;
  current = next;
  moves += 1;
}

/** Makes plain links move within the app; returns how to stop. */
export function listen(): () => void {
  const stop = new AbortController();
  addEventListener('popstate', arrive, { signal: stop.signal });
  document.addEventListener('click', follow, { signal: stop.signal });
  return () => stop.abort();
}

function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.hash && link.pathname === location.pathname) return;
  if (find(link.pathname).route === notFound) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
