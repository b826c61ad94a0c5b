/**
 * The degradation ladder: what the phone sends, chosen from what the network carries. Pure.
 *
 * Two bad samples in a row step down, five good ones (10 s) step up again, one rung at a time, so that a
 * short dip does not show and a recovered line is used. Sound is never given up.
 */

export interface NetworkSample {
  roundTripMs: number | null;
  lossRatio: number | null;
  availableKbps: number | null;
}

export interface Rung {
  name: 'full' | 'reduced' | 'low' | 'audio';
  scaleDownBy: number;
  maxFramerate: number;
  maxKbps: number;
  hasVideo: boolean;
}

export const RUNGS: readonly [Rung, Rung, Rung, Rung] = [
  { name: 'full', scaleDownBy: 1, maxFramerate: 30, maxKbps: 800, hasVideo: true },
  { name: 'reduced', scaleDownBy: 1.5, maxFramerate: 20, maxKbps: 400, hasVideo: true },
  { name: 'low', scaleDownBy: 2, maxFramerate: 15, maxKbps: 150, hasVideo: true },
  { name: 'audio', scaleDownBy: 2, maxFramerate: 15, maxKbps: 32, hasVideo: false },
];

export interface LadderState {
  rung: 0 | 1 | 2 | 3;
  worse: number;
  better: number;
}

export const LADDER_START: LadderState = { rung: 0, worse: 0, better: 0 };

const DOWN_AFTER = 2;
const AUDIO_ONLY_AFTER = 3;
const UP_AFTER = 5;

/** The rung that this one sample would ask for. An unknown figure never counts against the line. */
export function rungFor(sample: NetworkSample): 0 | 1 | 2 | 3 {
  const loss = sample.lossRatio ?? 0;
  const roundTrip = sample.roundTripMs ?? 0;
  const available = sample.availableKbps ?? Number.POSITIVE_INFINITY;
  if (loss > 0.15 || available < 80) return 3;
  if (loss > 0.08 || roundTrip > 500 || available < 250) return 2;
  if (loss > 0.03 || roundTrip > 300 || available < 500) return 1;
  return 0;
}

/** The next state after a sample, taken every 2 s. */
export function step(state: LadderState, sample: NetworkSample): LadderState {
  const wanted = rungFor(sample);
  if (wanted > state.rung) {
    const worse = state.worse + 1;
    const needed = state.rung === 2 ? AUDIO_ONLY_AFTER : DOWN_AFTER;
    if (worse < needed) return { ...state, worse, better: 0 };
    return { rung: (state.rung + 1) as LadderState['rung'], worse: 0, better: 0 };
  }
  if (wanted < state.rung) {
    const better = state.better + 1;
    if (better < UP_AFTER) return { ...state, better, worse: 0 };
    return { rung: (state.rung - 1) as LadderState['rung'], worse: 0, better: 0 };
  }
  return { rung: state.rung, worse: 0, better: 0 };
}

/** Applies a rung to a video sender; browsers that refuse a parameter keep the former ones. */
export async function apply(sender: RTCRtpSender, rung: Rung): Promise<void> {
  const parameters = sender.getParameters();
  const encoding = parameters.encodings[0];
  if (!encoding) return;
  encoding.active = rung.hasVideo;
  encoding.scaleResolutionDownBy = rung.scaleDownBy;
  encoding.maxFramerate = rung.maxFramerate;
  encoding.maxBitrate = rung.maxKbps * 1000;
  await sender.setParameters(parameters).catch(() => undefined);
}
