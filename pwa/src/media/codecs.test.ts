import { describe, expect, it } from 'vitest';
import { h264First, hasH264Hardware } from './codecs';

const codec = (mimeType: string, sdpFmtpLine?: string): RTCRtpCodec => ({ mimeType, clockRate: 90_000, ...(sdpFmtpLine ? { sdpFmtpLine } : {}) });
const VP8 = codec('video/VP8');
const RTX = codec('video/rtx');
const HIGH = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640c1f');
const BASE = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
const WHOLE = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f');

describe('the order in which codecs are offered', () => {
  it('puts H.264 that every viewer decodes first, and leaves the others as they were', () => {
    expect(h264First([VP8, RTX, WHOLE, HIGH, BASE])).toEqual([BASE, HIGH, VP8, RTX, WHOLE]);
  });
});

describe('whether H.264 is encoded in hardware', () => {
  const saying = (supported: boolean, powerEfficient: boolean) => () => Promise.resolve({ supported, powerEfficient, smooth: true } as MediaCapabilitiesEncodingInfo);

  it('is what the browser says of the picture that is sent', async () => {
    const asked: MediaEncodingConfiguration[] = [];
    await hasH264Hardware((configuration) => {
      asked.push(configuration);
      return saying(true, true)();
    });
    expect(asked[0]).toMatchObject({ type: 'webrtc', video: { width: 640, height: 360, framerate: 30 } });
    expect(await hasH264Hardware(saying(true, true))).toBe(true);
    expect(await hasH264Hardware(saying(true, false))).toBe(false);
    expect(await hasH264Hardware(saying(false, true))).toBe(false);
  });

  it('is no where the browser does not know, or does not say', async () => {
    expect(await hasH264Hardware(() => Promise.reject(new TypeError('webrtc is no type')))).toBe(false);
    expect(await hasH264Hardware(() => new Promise(() => undefined))).toBe(false);
  });
});
