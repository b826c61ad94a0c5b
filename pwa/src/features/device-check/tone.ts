/** Two soft notes, E5 and A5, to test the speaker with. Resolves when they have faded. */
export async function playNotes(): Promise<void> {
  const context = new AudioContext();
  try {
    await context.resume();
    for (const [index, hertz] of [659.25, 880].entries()) note(context, hertz, context.currentTime + 0.05 + index * 0.42);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  } finally {
    await context.close();
  }
}

function note(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = 'triangle';
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.32, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.85);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.9);
}
