// Plain JavaScript, so that an old Node can say what is wrong with it.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 21)) {
  console.error(
    `Guildhall runs on Node 24.21 or newer, this is ${process.versions.node}. Where npm brings no Node along (it does on Linux x64 and arm64 and Windows x64), install Node 24.21.`,
  );
  process.exit(1);
}
