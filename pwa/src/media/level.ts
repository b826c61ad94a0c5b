/** Loudness of a microphone, for meters. Nothing is kept or sent. */

/** Root mean square of samples in [-1, 1] on a scale of 0 to 1 that reads well: -60 dB is 0, -12 dB is 1. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, (decibels + 60) / 48));
}

/**
 * Calls back about 15 times a second with the stream's loudness. Returns the way to stop.
 * Silent where the browser has no Web Audio or the context needs a tap first.
 */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const Context = globalThis.AudioContext as typeof AudioContext | undefined;
  if (!Context || stream.getAudioTracks().length === 0) return () => undefined;
  const context = new Context();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  void context.resume().catch(() => undefined);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(loudness(samples));
  }, 66);
  return () => {
    clearInterval(timer);
    source.disconnect();
    void context.close();
  };
}
