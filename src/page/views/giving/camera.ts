/** Why there is no camera: names of sentences. */
export type CameraFault = "none" | "refused" | "busy" | "insecure";

/** Least time between two looks, in milliseconds: a phone gets hot otherwise. */
const PAUSE_MS = 120;

/** A camera that is looked through until it is stopped. */
interface Camera {
  readonly stop: () => void;
}

/**
 * Starts the camera and looks at one frame after the other.
 * @param video shows what the camera sees
 * @param look reads a frame
 * @param onFault called when there is no camera, or no longer
 */
export function startCamera<T>(
  video: HTMLVideoElement,
  look: (frame: ImageBitmap) => Promise<T>,
  onAnswer: (answer: T) => void,
  onFault: (fault: CameraFault) => void,
): Camera {
  let stream: MediaStream | undefined;
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  };
  const run = async () => {
    stream = await openStream();
    if (stopped) return stop();
    for (const track of stream.getTracks()) track.addEventListener("ended", () => !stopped && onFault("none"));
    video.srcObject = stream;
    await video.play();
    while (!stopped) {
      if (video.videoWidth > 0 && !document.hidden) {
        const answer = await look(await createImageBitmap(video));
        if (!stopped) onAnswer(answer);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  run().catch((error: unknown) => {
    if (stopped) return;
    stop();
    onFault(faultOf(error));
  });
  return { stop };
}

async function openStream(): Promise<MediaStream> {
  // Absent on pages that did not come safely, whatever the type says.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices?.getUserMedia) throw new DOMException("", isSecureContext ? "NotFoundError" : "SecurityError");
  const video = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } };
  return devices.getUserMedia({ audio: false, video });
}

function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return name === "SecurityError" ? "insecure" : "none";
}
