import picomatch from 'picomatch';

/**
 * A glob as VS Code's settings have them: `*` stays within a component, `**` crosses them, braces and brackets work, a
 * leading dot is a letter. One that cannot be read matches nothing.
 */
export function globTest(glob: string, ignoreCase = false): (subject: string) => boolean {
  try {
    // `posix` for `[!a]`.
    return picomatch(glob, { dot: true, noextglob: true, nonegate: true, posix: true, nocase: ignoreCase });
  } catch {
    return () => false;
  }
}
