import { expect, it } from 'vitest';
import { countersFrom, kbpsBetween, sampleBetween } from './stats';
import { loudness } from './level';
import { chooseVoice } from './speak';
import { problemOf } from './capture';

const report = (bytesSent: number, packetsSent: number, packetsLost: number) => [
  { id: 'p', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l', bytesSent, bytesReceived: 9,
    currentRoundTripTime: 0.01, availableOutgoingBitrate: 900_000 },
  { id: 'l', type: 'local-candidate', candidateType: 'relay' },
  { id: 'o', type: 'outbound-rtp', packetsSent },
  { id: 'r', type: 'remote-inbound-rtp', packetsLost, roundTripTime: 0.12 },
];

it('reads loss, round trip and bitrate out of two reports', () => {
  const before = countersFrom(report(1000, 100, 0), 1000);
  const after = countersFrom(report(126_000, 200, 5), 2000);
  expect(after.isRelayed).toBe(true);
  expect(sampleBetween(before, after)).toEqual({ roundTripMs: 120, lossRatio: 0.05, availableKbps: 900 });
  expect(kbpsBetween(before, after)).toBe(1000);
});

it('counts loss against first sendings, however much is sent again', () => {
  const entries = (packetsSent: number, retransmittedPacketsSent: number, packetsLost: number) => [
    { id: 'o', type: 'outbound-rtp', packetsSent, retransmittedPacketsSent },
    { id: 'r', type: 'remote-inbound-rtp', packetsLost },
  ];
  const before = countersFrom(entries(100, 0, 0), 0);
  const after = countersFrom(entries(300, 150, 25), 2000);
  expect(sampleBetween(before, after).lossRatio).toBe(0.5);
});

it('believes the transport about the pair in use and the bytes that went, not a pair under check', () => {
  const pair = (id: string, state: string, nominated: boolean, rest: object) =>
    ({ id, type: 'candidate-pair', state, nominated, localCandidateId: `l${id}`, ...rest });
  const entries = (bytesSent: number) => [
    pair('old', 'succeeded', true, { bytesSent: 7, bytesReceived: 7, currentRoundTripTime: 0.5, availableOutgoingBitrate: 100_000 }),
    pair('used', 'in-progress', false, { bytesSent: 3, bytesReceived: 3, currentRoundTripTime: 0.04, availableOutgoingBitrate: 700_000 }),
    { id: 'lold', type: 'local-candidate', candidateType: 'relay' },
    { id: 'lused', type: 'local-candidate', candidateType: 'host' },
    { id: 't', type: 'transport', selectedCandidatePairId: 'used', bytesSent, bytesReceived: 500 },
  ];
  const before = countersFrom(entries(1000), 0);
  const after = countersFrom(entries(51_000), 1000);
  expect(before).toMatchObject({ bytesSent: 1000, bytesReceived: 500, roundTripMs: 40, availableKbps: 700, isRelayed: false });
  expect(kbpsBetween(before, after)).toBe(400);
});

it('takes the nominated pair where the transport names none, as Firefox does not', () => {
  const entries = [...report(1000, 1, 0), { id: 't', type: 'transport' }];
  expect(countersFrom(entries, 0)).toMatchObject({ bytesSent: 1000, bytesReceived: 9, isRelayed: true });
});

it('knows nothing where nothing was sent', () => {
  const none = countersFrom([], 0);
  expect(sampleBetween(none, none)).toEqual({ roundTripMs: null, lossRatio: null, availableKbps: null });
  expect(kbpsBetween(none, none)).toBeNull();
});

it('puts silence at the bottom of the meter and a loud voice at the top', () => {
  expect(loudness(new Float32Array(512))).toBe(0);
  expect(loudness(new Float32Array(512).fill(0.5))).toBe(1);
  expect(loudness(new Float32Array(512).fill(0.01))).toBeCloseTo(20 / 48, 2);
});

it('chooses the voice of the same region, and none of another language', () => {
  const voice = (lang: string, localService = true) => ({ lang, localService, default: false }) as SpeechSynthesisVoice;
  expect(chooseVoice([voice('zh-TW'), voice('zh-CN', false)], 'zh-CN')?.lang).toBe('zh-CN');
  expect(chooseVoice([voice('de-DE'), voice('en_GB')], 'en')?.lang).toBe('en_GB');
  expect(chooseVoice([voice('de-DE')], 'en')).toBeNull();
});

it('gives each refusal of the browser its own code', () => {
  expect(problemOf(new DOMException('', 'NotAllowedError'))).toBe('permission_denied');
  expect(problemOf(new DOMException('', 'NotFoundError'))).toBe('not_found');
  expect(problemOf(new DOMException('', 'NotReadableError'))).toBe('in_use');
  expect(problemOf(new Error('?'))).toBe('failed');
});
