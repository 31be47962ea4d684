// The licenses of everything that is bundled or shipped beside the bundles, as one text; taken from the build's
// metafile.
import fs from 'node:fs';
import path from 'node:path';

/** `shipped` names packages that are copied whole and so are in no bundle. */
export function thirdPartyNotices(root, shipped) {
  const metafiles = JSON.parse(fs.readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
  const bundled = metafiles
    .flatMap((metafile) => Object.keys(metafile.inputs))
    .map(packageOf)
    .filter(Boolean);
  const names = [...new Set([...bundled, ...shipped])].sort();
  return `Kindred contains the following packages.\n${names.map((name) => notice(root, name)).join('')}`;
}

function packageOf(input) {
  return [...input.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1];
}

function notice(root, name) {
  const folder = path.join(root, 'node_modules', name);
  const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file) && !file.endsWith('.js'));
  const texts = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return `\n${'='.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n') || 'No license file in the package.'}\n`;
}
