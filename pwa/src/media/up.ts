import { NODE_LOST } from './lost';
import { WhipError } from './whip';

const CONNECT_LIMIT_MS = 8000;

/**
 * Resolves when ICE and DTLS stand.
 * @throws WhipError ice_failed, also when the connection is closed meanwhile; ice_timeout; node_lost when `lost` says so
 */
export function untilUp(peer: RTCPeerConnection, lost?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error: WhipError | null): void => {
      clearTimeout(timer);
      peer.removeEventListener('connectionstatechange', check);
      lost?.removeEventListener('abort', onLost);
      if (error) reject(error);
      else resolve();
    };
    const onLost = (): void => finish(new WhipError(NODE_LOST, 0, null));
    const check = (): void => {
      if (peer.connectionState === 'connected') finish(null);
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') {
        finish(new WhipError('ice_failed', 0, null));
      }
    };
    const timer = setTimeout(() => finish(new WhipError('ice_timeout', 0, null)), CONNECT_LIMIT_MS);
    peer.addEventListener('connectionstatechange', check);
    lost?.addEventListener('abort', onLost);
    if (lost?.aborted) onLost();
    else check();
  });
}
