/** The phone's camera and microphone: asking for them, naming what went wrong, choosing and losing devices. */

export type CaptureProblem =
  | 'permission_denied'
  | 'not_found'
  | 'in_use'
  | 'insecure'
  | 'unsupported'
  | 'overconstrained'
  | 'failed';

export class CaptureError extends Error {
  constructor(
    readonly problem: CaptureProblem,
    readonly device: 'camera' | 'microphone' | 'both',
  ) {
    super(`${device}: ${problem}`);
    this.name = 'CaptureError';
  }
}

export interface Wish {
  audio: boolean;
  video: boolean;
  cameraId?: string | undefined;
  microphoneId?: string | undefined;
}

/** DOMException names by W3C Media Capture and Streams 10.3.6, and what older engines say instead. */
const PROBLEM_BY_NAME: Readonly<Record<string, CaptureProblem>> = {
  NotAllowedError: 'permission_denied',
  PermissionDeniedError: 'permission_denied',
  SecurityError: 'permission_denied',
  NotFoundError: 'not_found',
  DevicesNotFoundError: 'not_found',
  NotReadableError: 'in_use',
  TrackStartError: 'in_use',
  AbortError: 'in_use',
  OverconstrainedError: 'overconstrained',
};

export function problemOf(error: unknown): CaptureProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return PROBLEM_BY_NAME[name] ?? 'failed';
}

export function constraintsFor(wish: Wish): MediaStreamConstraints {
  return {
    audio: wish.audio
      ? {
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
          channelCount: 1,
          ...(wish.microphoneId ? { deviceId: { exact: wish.microphoneId } } : {}),
        }
      : false,
    video: wish.video
      ? {
          width: { ideal: 640 },
          height: { ideal: 480 },
          frameRate: { ideal: 30, max: 30 },
          ...(wish.cameraId ? { deviceId: { exact: wish.cameraId } } : { facingMode: 'user' }),
        }
      : false,
  };
}

function deviceOf(wish: Wish): CaptureError['device'] {
  if (wish.audio && wish.video) return 'both';
  return wish.video ? 'camera' : 'microphone';
}

/**
 * Opens the wished devices. A remembered device that is gone is replaced by the default one.
 * @throws CaptureError with a stable problem code
 */
export async function open(wish: Wish): Promise<MediaStream> {
  const device = deviceOf(wish);
  if (!globalThis.isSecureContext) throw new CaptureError('insecure', device);
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.getUserMedia) throw new CaptureError('unsupported', device);
  try {
    return await devices.getUserMedia(constraintsFor(wish));
  } catch (error) {
    const problem = problemOf(error);
    const named = wish.cameraId !== undefined || wish.microphoneId !== undefined;
    if (named && (problem === 'overconstrained' || problem === 'not_found')) {
      return open({ audio: wish.audio, video: wish.video });
    }
    throw new CaptureError(problem, device);
  }
}

/**
 * Opens camera and microphone; where the camera alone fails the microphone is still opened, and the other way round,
 * so that one broken device never takes the other with it.
 */
export async function openBoth(wish: Omit<Wish, 'audio' | 'video'> = {}): Promise<{
  stream: MediaStream;
  camera: CaptureProblem | null;
  microphone: CaptureProblem | null;
}> {
  try {
    return { stream: await open({ ...wish, audio: true, video: true }), camera: null, microphone: null };
  } catch (error) {
    if (error instanceof CaptureError && (error.problem === 'insecure' || error.problem === 'unsupported')) throw error;
  }
  const [audio, video] = await Promise.allSettled([
    open({ audio: true, video: false, microphoneId: wish.microphoneId }),
    open({ audio: false, video: true, cameraId: wish.cameraId }),
  ]);
  const stream = new MediaStream();
  for (const part of [audio, video]) {
    if (part.status === 'fulfilled') part.value.getTracks().forEach((track) => stream.addTrack(track));
  }
  return { stream, camera: problemIn(video), microphone: problemIn(audio) };
}

function problemIn(result: PromiseSettledResult<MediaStream>): CaptureProblem | null {
  if (result.status === 'fulfilled') return null;
  return result.reason instanceof CaptureError ? result.reason.problem : 'failed';
}

export interface Devices {
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}

/** Labels are empty until a permission was given. */
export async function list(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return {
    cameras: all.filter((device) => device.kind === 'videoinput'),
    microphones: all.filter((device) => device.kind === 'audioinput'),
  };
}

export function stop(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

/** Tells when a device goes silent or away; returns the way to stop listening. */
export function watchLoss(stream: MediaStream, onLost: (kind: 'audio' | 'video') => void): () => void {
  const stops = stream.getTracks().map((track) => {
    const lost = (): void => onLost(track.kind as 'audio' | 'video');
    track.addEventListener('ended', lost);
    return () => track.removeEventListener('ended', lost);
  });
  return () => stops.forEach((stop) => stop());
}
