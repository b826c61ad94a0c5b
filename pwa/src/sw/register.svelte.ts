/** Registers the service worker (through the Trusted Types policy `greenroom`) and tells when a new version waits. */

import { go } from '../router/router.svelte';

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptPolicy;
}

const WORKER = '/sw.js';
let waiting = $state.raw<ServiceWorker | null>(null);

/** Whether a new version waits; reactive. */
export function isUpdateReady(): boolean {
  return waiting !== null;
}

/** Lets the waiting version take over and loads the page anew. */
export function update(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage({ type: 'SKIP_WAITING' });
}

function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory) return url;
  const only = (asked: string): string => {
    if (asked !== WORKER) throw new TypeError('Not our service worker.');
    return asked;
  };
  return factory.createPolicy('greenroom', { createScriptURL: only }).createScriptURL(url);
}

/** A tapped message asks an open window to show its screen. */
function goWhereAsked(): void {
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<{ type?: string; path?: string } | null>) => {
    if (event.data?.type === 'GO' && event.data.path) go(event.data.path);
  });
}

export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  goWhereAsked();
  const registration = await navigator.serviceWorker.register(trusted(WORKER), { scope: '/' });
  if (registration.waiting && navigator.serviceWorker.controller) waiting = registration.waiting;
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed' && navigator.serviceWorker.controller) waiting = next;
    });
  });
}
