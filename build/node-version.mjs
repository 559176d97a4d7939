// Imported first, and written so that every Node with modules can read it: the others use what old ones lack.
const wanted = 20;

if (Number(process.versions.node.split('.')[0]) < wanted) {
  console.error(
    'Behold needs Node ' +
      wanted +
      ' or later; this is Node ' +
      process.versions.node +
      '.\n' +
      'Get a newer one from https://nodejs.org, or with your version manager: nvm install ' +
      wanted,
  );
  process.exit(1);
}
