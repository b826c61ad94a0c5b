/**
 * The degradation ladder: what the phone sends, chosen from what the network carries. Pure.
 *
 *   video_high ──▶ video_medium ──▶ video_low ──▶ audio ──▶ text ──▶ offline
 *      800              400            150         32 kbit/s  words     kept on the phone, or a person calls back
 *
 * A sample is taken every 2 s. Two bad ones in a row step down, ten good seconds step up, one rung at a time, so that
 * a short dip does not show and a recovered line is used. Where the line's own estimate says that the next rung would not
 * pass either, that rung is left out; what no picture passes, and loses packets still, is left to the voice after six
 * seconds. A climb that fails doubles the wait before the next, up to a minute: a line that is just too narrow does not
 * see-saw. The person may choose a rung; nothing climbs above it.
 */

export type RungName = 'video_high' | 'video_medium' | 'video_low' | 'audio' | 'text' | 'offline';

/** One look at the line. A figure that is not known is null and never counts against it. */
export interface NetworkSample {
  roundTripMs: number | null;
  lossRatio: number | null;
  availableKbps: number | null;
}

export interface Rung {
  name: RungName;
  scaleDownBy: number;
  maxFramerate: number;
  maxKbps: number;
  hasVideo: boolean;
  hasSound: boolean;
}

export type RungIndex = 0 | 1 | 2 | 3 | 4;

const picture = (name: RungName, scaleDownBy: number, maxFramerate: number, maxKbps: number): Rung => ({
  name, scaleDownBy, maxFramerate, maxKbps, hasVideo: true, hasSound: true,
});
const noPicture = (name: RungName, maxKbps: number): Rung => ({
  name, scaleDownBy: 2, maxFramerate: 15, maxKbps, hasVideo: false, hasSound: maxKbps > 0,
});

export const RUNGS: readonly [Rung, Rung, Rung, Rung, Rung] = [
  picture('video_high', 1, 30, 800),
  picture('video_medium', 1.5, 20, 400),
  picture('video_low', 2, 15, 150),
  noPicture('audio', 32),
  noPicture('text', 0),
];

const LOW: RungIndex = 2;
export const AUDIO: RungIndex = 3;
export const TEXT: RungIndex = 4;

export interface Ladder {
  rung: RungIndex;
  /** The best rung that the person wants; 0 leaves it to the line. */
  best: RungIndex;
  worse: number;
  /** Bad samples in a row, whatever the rung was meanwhile. */
  strained: number;
  /** Samples in a row that no picture could pass. */
  hopeless: number;
  better: number;
  /** Good samples that the next climb needs. */
  patience: number;
  /** Samples since the last climb; a fall soon after it makes the next one wait longer. */
  sinceClimb: number;
}

const UP_AFTER = 5;
const PATIENCE_MAX = 30;
const CLIMB_PROVEN = 8;
/** Bad samples in a row that a step down from each rung takes: the picture is given up later than its size. */
const DOWN_AFTER: readonly number[] = [2, 2, 3, 5];
/** Less than this is no picture, only a strain on the voice beside it. */
const PICTURE_KBPS = 100;
const HOPELESS_AFTER = 2;
const STRAINED_AFTER = 3;
const OFFLINE_AFTER_MS = 20_000;

const CALM = { worse: 0, strained: 0, hopeless: 0, better: 0 };

export const LADDER_START: Ladder = { ...CALM, rung: 0, best: 0, patience: UP_AFTER, sinceClimb: CLIMB_PROVEN };

/** The rung that this one sample would ask for. */
export function rungFor(sample: NetworkSample): RungIndex {
  const loss = sample.lossRatio ?? 0;
  const roundTrip = sample.roundTripMs ?? 0;
  const available = sample.availableKbps ?? Number.POSITIVE_INFINITY;
  if (loss > 0.4 || roundTrip > 3000 || available < 20) return 4;
  if (loss > 0.15 || available < PICTURE_KBPS) return 3;
  if (loss > 0.08 || roundTrip > 500 || available < 250) return 2;
  if (loss > 0.03 || roundTrip > 300 || available < 500) return 1;
  return 0;
}

/**
 * Whether the line would carry more than the rung sends. The estimate of a line on which little is sent says little:
 * it only has to cover what is sent now, the climb itself shows the rest.
 */
function hasRoom(rung: RungIndex, sample: NetworkSample): boolean {
  if (rungFor({ ...sample, availableKbps: null }) >= rung) return false;
  return (sample.availableKbps ?? Number.POSITIVE_INFINITY) >= RUNGS[rung].maxKbps * 0.8;
}

/**
 * The best rung that the line's own estimate has room for. An estimate alone may be what a dip has left behind that is
 * over: only while packets are lost as well, the line is too narrow.
 */
function carried({ lossRatio, availableKbps }: NetworkSample): RungIndex {
  return (lossRatio ?? 0) > 0.02 ? rungFor({ lossRatio: null, roundTripMs: null, availableKbps }) : 0;
}

/** The next state after a sample, taken every 2 s. */
export function step(ladder: Ladder, sample: NetworkSample): Ladder {
  const sinceClimb = Math.min(CLIMB_PROVEN, ladder.sinceClimb + 1);
  const isProven = sinceClimb === CLIMB_PROVEN && ladder.sinceClimb < CLIMB_PROVEN;
  const here = { ...ladder, sinceClimb, patience: isProven ? UP_AFTER : ladder.patience };
  if (rungFor(sample) > here.rung) return worsened(here, sample);
  if (here.rung > here.best && hasRoom(here.rung, sample)) {
    const better = here.better + 1;
    return better < here.patience ? { ...here, ...CALM, better } : up(here);
  }
  return { ...here, ...CALM };
}

function worsened(ladder: Ladder, sample: NetworkSample): Ladder {
  const best = carried(sample);
  const hopeless = best >= AUDIO ? ladder.hopeless + 1 : 0;
  const here = { ...ladder, worse: ladder.worse + 1, strained: ladder.strained + 1, hopeless, better: 0 };
  if (here.rung < AUDIO && hopeless >= HOPELESS_AFTER && here.strained >= STRAINED_AFTER) return down(here, AUDIO);
  if (here.worse < (DOWN_AFTER[here.rung] ?? Number.POSITIVE_INFINITY)) return here;
  return down(here, Math.max(here.rung + 1, Math.min(LOW, best)) as RungIndex);
}

function down(ladder: Ladder, rung: RungIndex): Ladder {
  const hasFallenBack = ladder.sinceClimb < CLIMB_PROVEN;
  const patience = hasFallenBack ? Math.min(PATIENCE_MAX, ladder.patience * 2) : ladder.patience;
  return { ...ladder, rung, worse: 0, better: 0, patience, sinceClimb: CLIMB_PROVEN };
}

function up(ladder: Ladder): Ladder {
  return { ...ladder, ...CALM, rung: (ladder.rung - 1) as RungIndex, sinceClimb: 0 };
}

/** What is so now: a line that has been away for a while is the last rung, whatever it carried before. */
export function rungNow(ladder: Ladder, awayMs: number): RungName {
  return awayMs >= OFFLINE_AFTER_MS ? 'offline' : RUNGS[ladder.rung].name;
}

/** The person's own choice: at once, and nothing better than it until they choose again. 0 leaves it to the line. */
export function chosen(ladder: Ladder, best: RungIndex): Ladder {
  const rung = best > ladder.rung || best < ladder.best ? best : ladder.rung;
  return { ...LADDER_START, best, rung };
}

/** The worse of what the phone measures and what the far side says of the same stretch. */
export function worstOf(own: NetworkSample, far: NetworkSample | null): NetworkSample {
  if (!far) return own;
  const worse = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
  return {
    ...own,
    roundTripMs: worse(own.roundTripMs, far.roundTripMs),
    lossRatio: worse(own.lossRatio, far.lossRatio),
  };
}

/** Applies a rung to a video sender; browsers that refuse a parameter keep the former ones. */
export async function apply(sender: RTCRtpSender, rung: Rung): Promise<void> {
  const parameters = sender.getParameters();
  const encoding = parameters.encodings[0];
  if (!encoding) return;
  encoding.active = rung.hasVideo;
  encoding.scaleResolutionDownBy = rung.scaleDownBy;
  encoding.maxFramerate = rung.maxFramerate;
  if (rung.hasVideo) encoding.maxBitrate = rung.maxKbps * 1000;
  await sender.setParameters(parameters).catch(() => undefined);
}
