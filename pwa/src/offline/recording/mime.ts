/** In what form this browser can record so that a torn file is still a file. Pure, but for what the browser says. */

export interface Form {
  mime: string;
  /** Chunks of an MP4 are whole only where each begins with a key frame. */
  needsKeyFrames: boolean;
}

/** WebM can be cut off anywhere; MP4 (iPhones) comes in fragments. */
const VIDEO = [
  'video/webm;codecs=vp8,opus',
  'video/webm;codecs=h264,opus',
  'video/webm',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4;codecs=avc1.42E01F,opus',
  'video/mp4',
] as const;
const AUDIO = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4'] as const;

/** The first form that the browser can record; null: it cannot record at all. */
export function formFor(kind: 'voice' | 'video', canRecord: (mime: string) => boolean): Form | null {
  const mime = (kind === 'video' ? VIDEO : AUDIO).find(canRecord);
  return mime ? { mime, needsKeyFrames: mime.startsWith('video/mp4') } : null;
}

export function browserCanRecord(mime: string): boolean {
  const Recorder = globalThis.MediaRecorder as typeof MediaRecorder | undefined;
  return Recorder?.isTypeSupported(mime) ?? false;
}
