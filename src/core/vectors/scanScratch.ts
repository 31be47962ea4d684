/** The working memory of a scan: a block of sums and of row starts, used for one shard after the other. */
export class ScanScratch {
  sums = new Int32Array();
  starts = new Int32Array();

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    if (this.sums.length >= rows) return;
    this.sums = new Int32Array(rows);
    this.starts = new Int32Array(rows);
  }
}
