module.exports = () => {
  throw new Error('Kindred embeds text only: image processing is not available');
};
