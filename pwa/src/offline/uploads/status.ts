/** How the uploading goes, as every tab may show it; told by the one that uploads. */

/** offline, waiting (the server will be asked again), wifi, paused and signed_out say why nothing moves. */
export type Phase = 'idle' | 'sending' | 'checking' | 'offline' | 'waiting' | 'wifi' | 'paused' | 'signed_out';

export interface UploadStatus {
  phase: Phase;
  takeId: string | null;
  sentBytes: number;
  /** Bytes/s; null until it is known. */
  rate: number | null;
}

export const IDLE: UploadStatus = { phase: 'idle', takeId: null, sentBytes: 0, rate: null };

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('greenroom-uploads');
const watchers = new Set<(status: UploadStatus) => void>();
let latest = IDLE;

channel?.addEventListener('message', (event: MessageEvent<UploadStatus>) => hear(event.data));

function hear(status: UploadStatus): void {
  latest = status;
  watchers.forEach((tell) => tell(status));
}

/** Says it in this tab and to the others. */
export function tellStatus(status: UploadStatus): void {
  channel?.postMessage(status);
  hear(status);
}

export function status(): UploadStatus {
  return latest;
}

export function watchStatus(tell: (status: UploadStatus) => void): () => void {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}

/** Seconds until `leftBytes` have gone; null while nobody can tell. */
export function secondsLeft(leftBytes: number, rate: number | null): number | null {
  return rate === null || rate < 1 ? null : Math.ceil(leftBytes / rate);
}
