/**
 * Which codec the camera's picture is offered in first: H.264 where the phone encodes it in hardware, since a picture
 * encoded by the processor warms the phone and empties its battery. Else the browser's own order stands, which is VP8
 * first nearly everywhere. The node takes what is named first.
 */

const PICTURE = { width: 640, height: 360, bitrate: 800_000, framerate: 30 } as const;
const H264 = 'video/H264;level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';
/** Some browsers start a process to find out; nobody waits for that. */
const ASK_LIMIT_MS = 300;

type Codec = RTCRtpCodec;
type Asked = (configuration: MediaEncodingConfiguration) => Promise<MediaCapabilitiesEncodingInfo>;

let answer: Promise<boolean> | null = null;

/** Whether H.264 costs this device little. False where it does not say, and never later than after 0.3 s. */
export async function hasH264Hardware(ask: Asked): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), ASK_LIMIT_MS));
  const said = ask({ type: 'webrtc', video: { contentType: H264, ...PICTURE } }).then(
    (info) => info.supported && info.powerEfficient,
    () => false,
  );
  return Promise.race([said, late]);
}

/** H.264 with fragmentation (RFC 6184, mode 1) first, of it the profile that every viewer decodes; the rest as it was. */
export function h264First(codecs: readonly Codec[]): Codec[] {
  const rank = ({ mimeType, sdpFmtpLine = '' }: Codec): number => {
    if (mimeType.toLowerCase() !== 'video/h264' || !sdpFmtpLine.includes('packetization-mode=1')) return 2;
    return /profile-level-id=42e0/i.test(sdpFmtpLine) ? 0 : 1;
  };
  return [...codecs].sort((one, other) => rank(one) - rank(other));
}

/** Puts H.264 first in what `transceiver` offers where that is encoded in hardware. Never fails. */
export async function preferHardware(transceiver: RTCRtpTransceiver): Promise<void> {
  const capabilities = navigator.mediaCapabilities as MediaCapabilities | undefined;
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs;
  if (!capabilities?.encodingInfo || !codecs || typeof transceiver.setCodecPreferences !== 'function') return;
  answer ??= hasH264Hardware((configuration) => capabilities.encodingInfo(configuration));
  if (!(await answer)) return;
  try {
    transceiver.setCodecPreferences(h264First(codecs));
  } catch (error) {
    // a browser that refuses the order keeps its own
    console.warn('codecs', error);
  }
}
