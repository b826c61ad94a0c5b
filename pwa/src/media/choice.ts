/** Which camera and microphone the person chose; kept for this tab, so that the interview opens the same ones. */

export interface DeviceChoice {
  cameraId?: string;
  microphoneId?: string;
}

const KEY = 'greenroom.devices';

export function remember(choice: DeviceChoice): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // Private windows may refuse storage: the default devices serve.
  }
}

export function recall(): DeviceChoice {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    const { cameraId, microphoneId } = parsed as Record<string, unknown>;
    return {
      ...(typeof cameraId === 'string' ? { cameraId } : {}),
      ...(typeof microphoneId === 'string' ? { microphoneId } : {}),
    };
  } catch {
    return {};
  }
}
