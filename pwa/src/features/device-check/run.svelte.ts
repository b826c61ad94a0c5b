/** One pass through the device check: where it is, what was found, and the devices that are open. */
import type { DeviceFinding, NetworkMeasurement } from '../../api/types';
import { type Browser, missing, recognise } from '../../browser';
import { stop } from '../../media/capture';
import { recall, remember } from '../../media/choice';

export type Item = DeviceFinding['item'];
export const STEPS = ['camera', 'microphone', 'speaker', 'network'] as const;
export type Step = (typeof STEPS)[number];
export type Stage = 'browser' | Step | 'summary';

export class CheckRun {
  readonly browser: Browser = recognise(navigator.userAgent);
  readonly obstacle = missing({
    isSecure: window.isSecureContext,
    hasDevices: 'mediaDevices' in navigator,
    hasPeer: 'RTCPeerConnection' in window,
  });
  stage = $state<Stage>('camera');
  findings = $state.raw<Partial<Record<Item, DeviceFinding>>>({});
  network = $state.raw<NetworkMeasurement | null>(null);
  camera = $state.raw<MediaStream | null>(null);
  microphone = $state.raw<MediaStream | null>(null);
  /** Steps taken by the person; the first screen does not grab the focus. */
  moves = $state(0);

  constructor() {
    if (this.obstacle) {
      this.stage = 'browser';
      this.note('browser', 'failed', this.obstacle);
    } else if (this.browser.app) this.note('browser', 'warning', 'in_app_browser');
    else this.note('browser', 'ok');
  }

  note(item: Item, result: DeviceFinding['result'], problem: string | null = null): void {
    this.findings = { ...this.findings, [item]: { item, result, problem } };
  }

  /** On to the step after `step`; a step that has found nothing counts as skipped. */
  next(step: Step): void {
    if (!this.findings[step]) this.note(step, 'skipped');
    this.goTo(STEPS[STEPS.indexOf(step) + 1] ?? 'summary');
  }

  goTo(stage: Stage): void {
    this.stage = stage;
    this.moves += 1;
  }

  keepCamera(stream: MediaStream | null): void {
    if (this.camera !== stream) stop(this.camera);
    this.camera = stream;
    const cameraId = stream?.getVideoTracks()[0]?.getSettings().deviceId;
    if (cameraId) remember({ ...recall(), cameraId });
  }

  keepMicrophone(stream: MediaStream | null): void {
    if (this.microphone !== stream) stop(this.microphone);
    this.microphone = stream;
    const microphoneId = stream?.getAudioTracks()[0]?.getSettings().deviceId;
    if (microphoneId) remember({ ...recall(), microphoneId });
  }

  close(): void {
    stop(this.camera);
    stop(this.microphone);
  }
}
