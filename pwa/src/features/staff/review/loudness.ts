/** Plays every answer about equally loud: its measured loudness (EBU R128) decides the gain, a limiter guards the peaks. */

import type { Answer } from './timeline';

/** Where speech is comfortable on phones and headphones alike. */
const TARGET_LUFS = -18;
const LARGEST_BOOST = 8;
const SMALLEST_GAIN = 0.25;
const UNHEARD = 1.12;
/** Below this the largest boost leaves it clearly softer than the others. */
const FAINT_LUFS = -40;
const MEASURABLE_S = 2;

export function gainOf(loudnessLufs: number | null | undefined): number {
  if (loudnessLufs === null || loudnessLufs === undefined) return 1;
  const gain = 10 ** ((TARGET_LUFS - loudnessLufs) / 20);
  return Math.min(LARGEST_BOOST, Math.max(SMALLEST_GAIN, gain));
}

/** What a listener should know before taking a recording for the person: that nothing, or little, reached it. */
export type Hearing = 'silent' | 'quiet';

/** Null where it is loud enough once played at its gain, not measured yet (its waveform comes with the measure) or too short. */
export function hearingOf(answer: Pick<Answer, 'peaks_url' | 'loudness_lufs' | 'duration_s'>): Hearing | null {
  if (!answer.peaks_url || (answer.duration_s ?? 0) < MEASURABLE_S) return null;
  if (typeof answer.loudness_lufs !== 'number') return 'silent';
  return answer.loudness_lufs < FAINT_LUFS ? 'quiet' : null;
}

let context: AudioContext | null = null;
const gains = new WeakMap<HTMLMediaElement, GainNode>();

/**
 * Call where a person starts playback: browsers let nothing sound before. Without Web Audio, or where it does not run,
 * the element plays as it is.
 */
export async function level(element: HTMLMediaElement, loudnessLufs: number | null | undefined): Promise<void> {
  const gain = gainOf(loudnessLufs);
  const known = gains.get(element);
  if (known) {
    known.gain.value = gain;
    return;
  }
  if (typeof AudioContext === 'undefined' || (gain < UNHEARD && gain > 1 / UNHEARD)) return;
  context ??= new AudioContext();
  if (context.state !== 'running') await context.resume();
  if (context.state !== 'running' || gains.has(element) || !element.isConnected) return;
  const node = new GainNode(context, { gain });
  const limiter = new DynamicsCompressorNode(context, { threshold: -3, knee: 0, ratio: 20, attack: 0.002, release: 0.1 });
  context.createMediaElementSource(element).connect(node).connect(limiter).connect(context.destination);
  gains.set(element, node);
}
