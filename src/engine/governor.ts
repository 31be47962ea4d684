/**
 * Decides when work in the background may go on: not against the user's word, while they type or search, on battery, while other programs need
 * the processor, or while another window does the same work. It starts and stops nothing itself: workers ask before each text.
 * Invariant: while work waits, `heldBy` says why; what the user waits for (a question's best candidates) never asks here.
 */
import type { MachineTurn } from './machineTurn';

/** `full`: the user asked for all of the machine; nothing but another window's turn is waited for. */
export type Pace = 'normal' | 'paused' | 'full';
export type Hold = 'paused' | 'typing' | 'battery' | 'busy' | 'otherWindow';
/** `fresh`: what the user works on, or just asked about; `rest`: everything else, only while the machine is idle and on mains. */
export type Urgency = 'fresh' | 'rest';

export interface GovernorOptions {
  isOnBattery(): Promise<boolean>;
  /** Share of all cores that other programs use, 0 to 1; undefined: not known yet. */
  loadOfOthers(): number | undefined;
  turn: MachineTurn;
  /** `heldBy` has changed. */
  onChange?(): void;
  now?(): number;
}

/** Between two key strokes of somebody who is writing, and while results are looked at. */
const TYPING_MS = 2000;
/** A laptop that is unplugged may work on for so long. Asking costs half a second of PowerShell on Windows. */
const BATTERY_AGE_MS = 30_000;
/** Half of the cores taken by others is busy; idle again only well below, so that it does not flicker. */
const BUSY_SHARE = 0.5;
const IDLE_SHARE = 0.3;
/** How often a reason to wait is looked at again. */
const POLL_MS = 3000;

export class Governor {
  private currentPace: Pace = 'normal';
  private activeAtMs = Number.NEGATIVE_INFINITY;
  private battery: { isOn: boolean; atMs: number } | undefined;
  private isBusy = false;
  private loadAtMs = Number.NEGATIVE_INFINITY;
  private readonly sleepers = new Set<() => void>();
  private held: Hold | undefined;

  constructor(private readonly options: GovernorOptions) {}

  get pace(): Pace {
    return this.currentPace;
  }

  /** Why work waits now; undefined while it runs or there is none. */
  get heldBy(): Hold | undefined {
    return this.held;
  }

  setPace(pace: Pace): void {
    this.currentPace = pace;
    this.wake();
  }

  /** The user types or asks: the processor is theirs for a moment. */
  noteActivity(): void {
    this.activeAtMs = this.now();
  }

  /** Waits only for the user's pause: for work that must go on in any other case. */
  async whileNotPaused(signal?: AbortSignal): Promise<void> {
    while (this.currentPace === 'paused' && !signal?.aborted) await this.sleep(POLL_MS, signal);
  }

  /** Resolves when one more text may be embedded, or at once when `signal` is aborted. */
  async pass(urgency: Urgency, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const hold = await this.reasonToWait(urgency);
      this.hold(hold);
      if (!hold) return;
      if (hold === 'paused') await this.options.turn.give();
      await this.sleep(hold === 'typing' ? this.activeAtMs + TYPING_MS - this.now() : POLL_MS, signal);
    }
  }

  /** There is no more work: others may have their turn. */
  async rest(): Promise<void> {
    this.hold(undefined);
    await this.options.turn.give();
  }

  private async reasonToWait(urgency: Urgency): Promise<Hold | undefined> {
    if (this.currentPace === 'paused') return 'paused';
    if (this.currentPace === 'normal') {
      if (this.now() - this.activeAtMs < TYPING_MS) return 'typing';
      if (urgency === 'rest') {
        if (await this.isOnBattery()) return 'battery';
        if (this.isMachineBusy()) return 'busy';
      }
    }
    return (await this.options.turn.take()) ? undefined : 'otherWindow';
  }

  private async isOnBattery(): Promise<boolean> {
    if (!this.battery || this.now() - this.battery.atMs > BATTERY_AGE_MS) {
      this.battery = { isOn: await this.options.isOnBattery(), atMs: this.now() };
    }
    return this.battery.isOn;
  }

  private isMachineBusy(): boolean {
    if (this.now() - this.loadAtMs >= POLL_MS) {
      const load = this.options.loadOfOthers();
      if (load !== undefined) {
        this.isBusy = load > (this.isBusy ? IDLE_SHARE : BUSY_SHARE);
        this.loadAtMs = this.now();
      }
    }
    return this.isBusy;
  }

  private hold(reason: Hold | undefined): void {
    if (reason === this.held) return;
    this.held = reason;
    this.options.onChange?.();
  }

  private sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        this.sleepers.delete(awake);
        signal?.removeEventListener('abort', awake);
        resolve();
      };
      const timer = setTimeout(awake, Math.max(0, ms));
      this.sleepers.add(awake);
      signal?.addEventListener('abort', awake, { once: true });
    });
  }

  private wake(): void {
    for (const awake of [...this.sleepers]) awake();
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}
