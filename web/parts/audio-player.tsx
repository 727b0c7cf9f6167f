import { ActionIcon, Group, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { BARS, usePeaks } from "./use-peaks.ts";

type Props = {
  /** What is heard, in words: "message from Anna Berg". */
  label: string;
  source: string;
  /** What is known of its length before it is loaded. */
  seconds: number | null;
  bytes: number | null;
  /** Loaded at once, not when somebody plays it. */
  eager: boolean;
  /** Told each time that it begins to be heard. */
  onPlay?: () => void;
};

/** Plays audio over a picture of it, in which one can jump. Where the picture can't be made, the browser's own player. */
export function AudioPlayer({ label, source, seconds, bytes, eager, onPlay }: Props) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds ?? 0);
  const [wanted, setWanted] = useState(eager);
  const peaks = usePeaks(source, { bytes, wanted });
  const plain = peaks === null;
  const jump = (to: number) => {
    if (audio.current === null) return;
    audio.current.currentTime = to;
    setAt(to);
  };
  const toggle = () => {
    if (playing) audio.current?.pause();
    // What can't be played the element says itself.
    else void audio.current?.play().catch(() => setPlaying(false));
  };
  return (
    <Group gap="sm" wrap="nowrap" role="group" aria-label={`Player: ${label}`}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what a caller says. */}
      <audio
        ref={audio}
        src={source}
        preload={wanted ? "metadata" : "none"}
        controls={plain}
        aria-label={label}
        style={plain ? { width: "100%" } : { display: "none" }}
        onPlay={() => {
          setPlaying(true);
          setWanted(true);
          onPlay?.();
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={({ currentTarget: { duration } }) => {
          if (Number.isFinite(duration)) setLength(duration);
        }}
      />
      {!plain && (
        <>
          <ActionIcon
            size={44}
            radius="xl"
            variant="light"
            onClick={toggle}
            aria-label={`${playing ? "Pause" : "Play"} ${label}`}
          >
            {playing ? <IconPlayerPause size={20} /> : <IconPlayerPlay size={20} />}
          </ActionIcon>
          <Wave peaks={peaks ?? []} at={at} length={length} label={label} onJump={jump} />
          <Text size="xs" c="dimmed" className="number" w={76} ta="right">
            {clock(at)} / {clock(length)}
          </Text>
        </>
      )}
    </Group>
  );
}

/** The picture, with a slider over it that nobody sees: so it is worked by keyboard, finger and screen reader alike. */
function Wave(props: {
  peaks: readonly number[];
  at: number;
  length: number;
  label: string;
  onJump: (to: number) => void;
}) {
  const { peaks, at, length, label, onJump } = props;
  const played = length === 0 ? 0 : at / length;
  const bars = peaks.length === 0 ? new Array<number>(BARS).fill(0) : peaks;
  return (
    <div className="wave" data-drawn={peaks.length > 0}>
      <svg viewBox={`0 0 ${bars.length * 3} 40`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((peak, index) => {
          const height = Math.max(2, peak * 38);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
              key={index}
              className={(index + 0.5) / bars.length <= played ? "played" : undefined}
              x={index * 3}
              y={20 - height / 2}
              width={2}
              height={height}
            />
          );
        })}
      </svg>
      <input
        type="range"
        aria-label={`Position in ${label}`}
        aria-valuetext={`${clock(at)} of ${clock(length)}`}
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={Math.min(at, length)}
        onChange={(event) => onJump(Number(event.currentTarget.value))}
      />
    </div>
  );
}

/** "1:05" */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
