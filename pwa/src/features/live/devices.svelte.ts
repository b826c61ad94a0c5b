/** Camera and microphone of the live interview: open, lost, muted, turned off. What is off is closed, not hidden. */

import { CaptureError, open, openBoth, stop, watchLoss, type CaptureProblem } from '../../media/capture';
import { recall, remember } from '../../media/choice';
import { watchLevel } from '../../media/level';

export interface DeviceTrouble {
  kind: 'audio' | 'video' | 'both';
  problem: CaptureProblem;
}

export class Devices {
  stream = $state.raw<MediaStream | null>(null);
  trouble = $state.raw<DeviceTrouble | null>(null);
  level = $state(0);
  isMuted = $state(recall().isMuted === true);
  isCameraOff = $state(recall().isCameraOff === true);

  private stopWatching: () => void = () => undefined;

  /** Opens what is wanted and not off; `trouble` says what could not be had. */
  async open(): Promise<void> {
    this.close();
    const { cameraId, microphoneId } = recall();
    try {
      if (this.isCameraOff) {
        this.stream = await open({ audio: true, video: false, microphoneId });
        this.trouble = null;
      } else {
        const opened = await openBoth({ cameraId, microphoneId });
        this.stream = opened.stream;
        this.trouble = troubleIn(opened.camera, opened.microphone);
      }
    } catch (error) {
      const problem = error instanceof CaptureError ? error.problem : 'failed';
      this.trouble = { kind: this.isCameraOff ? 'audio' : 'both', problem };
      this.stream = null;
      return;
    }
    this.watch(this.stream);
  }

  close(): void {
    this.stopWatching();
    stop(this.stream);
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    remember({ isMuted });
    this.stream?.getAudioTracks().forEach((track) => (track.enabled = !isMuted));
  }

  /** The light beside the lens goes out with it. */
  async turnCamera(isOn: boolean): Promise<void> {
    this.isCameraOff = !isOn;
    remember({ isCameraOff: !isOn });
    await this.open();
  }

  private watch(stream: MediaStream): void {
    stream.getAudioTracks().forEach((track) => (track.enabled = !this.isMuted));
    const unwatch = watchLoss(stream, (kind) => (this.trouble = { kind, problem: 'not_found' }));
    const unlevel = watchLevel(stream, (level) => (this.level = level));
    this.stopWatching = () => {
      unwatch();
      unlevel();
      this.stopWatching = () => undefined;
    };
  }
}

function troubleIn(camera: CaptureProblem | null, microphone: CaptureProblem | null): DeviceTrouble | null {
  if (camera && microphone) return { kind: 'both', problem: microphone };
  if (microphone) return { kind: 'audio', problem: microphone };
  return camera ? { kind: 'video', problem: camera } : null;
}
