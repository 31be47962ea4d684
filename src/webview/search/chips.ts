/**
 * The row of filter chips as a toolbar: one stop for the Tab key, arrows within. Which chips there are and what they
 * say comes in messages; the icons stand in the page.
 */
import type { Chip, ChipId } from '../../protocol/searchBox';

export interface Chips {
  show(chips: readonly Chip[]): void;
}

/** `bar` holds one button for each chip there can be, named by `data-chip`. */
export function chipsIn(bar: HTMLElement, press: (id: ChipId) => void): Chips {
  const buttons = [...bar.querySelectorAll('button')];
  const visible = (): HTMLButtonElement[] => buttons.filter(({ hidden }) => !hidden);
  for (const button of buttons) {
    button.addEventListener('click', () => press(button.dataset.chip as ChipId));
    button.addEventListener('focus', () => stopAt(button));
  }
  bar.addEventListener('keydown', (event) => {
    const shown = visible();
    const at = shown.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    shown[(to + shown.length) % shown.length]!.focus();
  });

  /** The chip that Tab comes to. */
  function stopAt(stop: HTMLButtonElement | undefined): void {
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  return {
    show(chips) {
      for (const button of buttons) {
        const chip = chips.find(({ id }) => id === button.dataset.chip);
        button.hidden = chip === undefined;
        if (!chip) continue;
        button.querySelector('span')!.textContent = chip.label;
        button.title = chip.detail;
        button.setAttribute('aria-pressed', String(chip.isOn));
      }
      if (!visible().some(({ tabIndex }) => tabIndex === 0)) stopAt(visible()[0]);
    },
  };
}
