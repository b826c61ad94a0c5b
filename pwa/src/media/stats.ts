/** Reads what matters from `RTCPeerConnection.getStats` (W3C WebRTC Statistics), as figures over time. */

import type { NetworkSample } from './ladder';

/** Counters at one moment; two of them make rates. */
export interface Counters {
  atMs: number;
  bytesSent: number;
  bytesReceived: number;
  /** First sendings alone: what is lost is counted before it is sent again. */
  packetsSent: number;
  packetsLost: number;
  roundTripMs: number | null;
  availableKbps: number | null;
  isRelayed: boolean;
}

type Entry = Record<string, unknown> & { type: string; id: string };

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

export function countersFrom(report: Iterable<Entry>, atMs: number): Counters {
  const entries = [...report];
  // The transport knows the pair in use; that pair may be under check again, or not be the nominated one any more.
  const transport = entries.find((e) => e.type === 'transport');
  const pair =
    entries.find((e) => e.type === 'candidate-pair' && e.id === transport?.selectedCandidatePairId) ??
    entries.find((e) => e.type === 'candidate-pair' && e.nominated === true && e.state === 'succeeded');
  const local = entries.find((e) => e.id === pair?.localCandidateId);
  let packetsSent = 0;
  let packetsLost = 0;
  let roundTripMs: number | null = null;
  for (const entry of entries) {
    if (entry.type === 'outbound-rtp') packetsSent += number(entry.packetsSent) - number(entry.retransmittedPacketsSent);
    if (entry.type === 'remote-inbound-rtp') {
      packetsLost += Math.max(0, number(entry.packetsLost));
      if (number(entry.roundTripTime) > 0) roundTripMs = Math.max(roundTripMs ?? 0, number(entry.roundTripTime) * 1000);
    }
  }
  if (roundTripMs === null && number(pair?.currentRoundTripTime) > 0) {
    roundTripMs = number(pair?.currentRoundTripTime) * 1000;
  }
  const available = number(pair?.availableOutgoingBitrate);
  return {
    atMs,
    bytesSent: number(transport?.bytesSent ?? pair?.bytesSent),
    bytesReceived: number(transport?.bytesReceived ?? pair?.bytesReceived),
    packetsSent,
    packetsLost,
    roundTripMs,
    availableKbps: available > 0 ? available / 1000 : null,
    isRelayed: local?.candidateType === 'relay',
  };
}

export async function read(peer: RTCPeerConnection, nowMs = performance.now()): Promise<Counters> {
  const report = await peer.getStats();
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => entries.push(entry));
  return countersFrom(entries, nowMs);
}

/** The line's state between two readings. */
export function sampleBetween(before: Counters, after: Counters): NetworkSample {
  const sent = after.packetsSent - before.packetsSent;
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  return {
    roundTripMs: after.roundTripMs,
    lossRatio: sent > 0 ? Math.min(1, lost / sent) : null,
    availableKbps: after.availableKbps,
  };
}

export function kbpsBetween(before: Counters, after: Counters): number | null {
  const elapsedMs = after.atMs - before.atMs;
  return elapsedMs > 0 ? ((after.bytesSent - before.bytesSent) * 8) / elapsedMs : null;
}
