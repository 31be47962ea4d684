/** The text with a blank for everything but its line ends, so that places in what is around it stay what they are. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
