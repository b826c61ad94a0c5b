/** Showing one's screen: asked for by the browser's own dialogue, sharp rather than smooth. */

import { CaptureError, problemOf } from './capture';

/** Phones' browsers have none. */
export function canShareScreen(): boolean {
  const devices = navigator.mediaDevices as Partial<MediaDevices> | undefined;
  return typeof devices?.getDisplayMedia === 'function';
}

/**
 * The chosen screen's picture, without sound. Null where the person closed the dialogue.
 * @throws CaptureError
 */
export async function shareScreen(): Promise<MediaStreamTrack | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 10, max: 15 } }, audio: false });
    const track = stream.getVideoTracks()[0] ?? null;
    // Text must be legible; the encoder lowers the frame rate before the resolution.
    if (track) track.contentHint = 'detail';
    return track;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === 'permission_denied') return null;
    throw new CaptureError(problem, 'camera');
  }
}
