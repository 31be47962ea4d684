/** What regions and passages of the map are called. No DOM. */
import type { WorkspaceMap } from '../../protocol/map';

/** Names of workspace folders by corpus; '' where there is one alone. */
export type Folders = Record<string, string>;

export function nameOfRegion({ clusters }: WorkspaceMap, cluster: number): string {
  return clusters[cluster]!.words.join(' · ') || `${cluster + 1}`;
}

/** "Uploader.retry" and "src/uploader.ts:12–40", with the workspace folder where there are several. */
export function passageNames(map: WorkspaceMap, folders: Folders, point: number): { name: string; place: string } {
  const { corpusId, path } = map.documents[map.document[point]!]!;
  const [start, end] = [map.startLine[point]! + 1, map.endLine[point]! + 1];
  const name = map.symbol[point] || path.slice(path.lastIndexOf('/') + 1);
  const lines = start === end ? `${start}` : `${start}–${end}`;
  return { name, place: [folders[corpusId], `${path}:${lines}`].filter(Boolean).join(' · ') };
}
