// Asks an index of Kindred through vectra: `node docs/examples/vectra.cjs <index folder> "<question>" [language]`.
// `kindred doctor <folder>` says where the index of a folder is.
const { openIndex, chunkOfItem } = require('../../dist/library.cjs');

async function main([folder, question, language]) {
  if (!folder || !question) throw new Error('usage: vectra.cjs <index folder> "<question>" [language]');
  // `index` is vectra's LocalIndex: listItems, listItemsByMetadata, queryItems, getItem, …
  const { index, embedQuery } = await openIndex(folder);
  const filter = language ? { language: { $eq: language } } : undefined;
  for (const { item, score } of await index.queryItems(embedQuery(question), '', 5, filter)) {
    const { path, startLine, endLine, kind, symbol } = chunkOfItem(item);
    console.log(`${score.toFixed(3)}  ${path}:${startLine + 1}-${endLine + 1}  ${kind} ${symbol}`);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
