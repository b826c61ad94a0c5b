/** Which devices the person chose, and which of them are to stay off; kept for this tab, so that the interview follows. */

export interface DeviceChoice {
  cameraId?: string;
  microphoneId?: string;
  isMuted?: boolean;
  isCameraOff?: boolean;
}

const KEY = 'greenroom.devices';

/** Adds to what was chosen before. */
export function remember(choice: DeviceChoice): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...recall(), ...choice }));
  } catch {
    // Private windows may refuse storage: the default devices serve.
  }
}

export function recall(): DeviceChoice {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    const { cameraId, microphoneId, isMuted, isCameraOff } = parsed as Record<string, unknown>;
    return {
      ...(typeof cameraId === 'string' ? { cameraId } : {}),
      ...(typeof microphoneId === 'string' ? { microphoneId } : {}),
      ...(isMuted === true ? { isMuted } : {}),
      ...(isCameraOff === true ? { isCameraOff } : {}),
    };
  } catch {
    return {};
  }
}
