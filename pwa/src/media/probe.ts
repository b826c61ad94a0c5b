/** Measures the line to the media node the honest way: publish for a few seconds and read what arrived. */

import { iceServersFor } from './ice';
import { kbpsBetween, read, sampleBetween, type Counters } from './stats';
import { publish, type WhipResource } from './whip';

export interface NetworkFigures {
  round_trip_ms: number | null;
  loss_ratio: number | null;
  up_kbps: number | null;
  is_relayed: boolean;
}

const PROBE_MS = 4000;
const WARM_UP_MS = 800;

/** A moving picture that costs bits, for people who did not give their camera. */
function testPicture(): { track: MediaStreamTrack | null; stop: () => void } {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const brush = canvas.getContext('2d');
  if (!brush || typeof canvas.captureStream !== 'function') return { track: null, stop: () => undefined };
  const paint = (): void => {
    for (let i = 0; i < 120; i++) {
      brush.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
      brush.fillRect(Math.random() * 320, Math.random() * 240, 24, 24);
    }
  };
  const timer = setInterval(paint, 50);
  const track = canvas.captureStream(20).getVideoTracks()[0] ?? null;
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track?.stop();
    },
  };
}

/**
 * Publishes for about 4 s with `purpose=check` (nothing is recorded) and returns round trip, loss and bitrate.
 * @param room the interview's room
 * @param stream the preview, where there is one; else a generated picture is sent
 * @throws WhipError when the node cannot be reached; AbortError
 */
export async function measureNetwork(
  room: string,
  signal: AbortSignal,
  onProgress: (ratio: number) => void = () => undefined,
  stream: MediaStream | null = null,
): Promise<NetworkFigures> {
  const endpoint = `/rtc/whip/${encodeURIComponent(room)}?purpose=check`;
  const iceServers = await iceServersFor(endpoint, signal);
  const picture = stream?.getVideoTracks()[0] ? null : testPicture();
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers });
  let resource: WhipResource | null = null;
  try {
    peer.addTransceiver(stream?.getAudioTracks()[0] ?? 'audio', { direction: 'sendonly' });
    peer.addTransceiver(stream?.getVideoTracks()[0] ?? picture?.track ?? 'video', { direction: 'sendonly' });
    resource = await publish(peer, endpoint, signal);
    return await figuresOf(peer, signal, onProgress);
  } finally {
    peer.close();
    picture?.stop();
    void resource?.leave();
  }
}

async function figuresOf(
  peer: RTCPeerConnection,
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
): Promise<NetworkFigures> {
  const startedMs = performance.now();
  let first: Counters | null = null;
  let last: Counters | null = null;
  let roundTripMs: number | null = null;
  while (performance.now() - startedMs < PROBE_MS) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    signal.throwIfAborted();
    const counters = await read(peer);
    if (!first && counters.atMs - startedMs > WARM_UP_MS && counters.bytesSent > 0) first = counters;
    last = counters;
    roundTripMs = counters.roundTripMs ?? roundTripMs;
    onProgress(Math.min(1, (counters.atMs - startedMs) / PROBE_MS));
  }
  if (!first || !last || last === first) {
    return { round_trip_ms: roundTripMs, loss_ratio: null, up_kbps: null, is_relayed: last?.isRelayed ?? false };
  }
  return {
    round_trip_ms: roundTripMs,
    loss_ratio: sampleBetween(first, last).lossRatio,
    up_kbps: kbpsBetween(first, last),
    is_relayed: last.isRelayed,
  };
}
