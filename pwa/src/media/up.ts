import { WhipError } from './whip';

const CONNECT_LIMIT_MS = 8000;

/**
 * Resolves when ICE and DTLS stand.
 * @throws WhipError ice_failed, also when the connection is closed meanwhile; ice_timeout
 */
export function untilUp(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error: WhipError | null): void => {
      clearTimeout(timer);
      peer.removeEventListener('connectionstatechange', check);
      if (error) reject(error);
      else resolve();
    };
    const check = (): void => {
      if (peer.connectionState === 'connected') finish(null);
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') {
        finish(new WhipError('ice_failed', 0, null));
      }
    };
    const timer = setTimeout(() => finish(new WhipError('ice_timeout', 0, null)), CONNECT_LIMIT_MS);
    peer.addEventListener('connectionstatechange', check);
    check();
  });
}
