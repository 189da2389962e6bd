/** Pitch of the sound, in hertz, and its length, in seconds. */
const PITCH = 880;
const LENGTH = 0.14;

/** A short sound for each code that is found. Made by the browser: there is no file to load. */
export class Chime {
  private readonly context: AudioContext | undefined;

  constructor() {
    try {
      this.context = new AudioContext();
    } catch {
      // No sound here: the ticks say the same.
    }
  }

  ring(): void {
    const { context } = this;
    if (!context) return;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = PITCH;
    volume.gain.setValueAtTime(0.15, context.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + LENGTH);
  }

  /** Gives the sound device back. */
  end(): void {
    void this.context?.close();
  }
}
